import { useMutation } from "@tanstack/react-query";
import type { Interaction, Source } from "@throughline/contract";
import { useRef, useState } from "react";
import { sendTestEvent, type TestEvent } from "./send-test-event.ts";

type Arrival = { interaction: Interaction; afterMs: number };

/** Sends a test event and tells when it comes back through the stream: the whole way, measured. */
export function useTestEvent() {
  const awaited = useRef<{ messageId: string; sentAt: number } | null>(null);
  const [arrival, setArrival] = useState<Arrival | null>(null);
  const send = useMutation({
    mutationFn: async ({ source, test }: { source: Source; test: TestEvent }) => {
      const sentAt = performance.now();
      const messageId = `test-${Date.now()}-${Math.random().toString(36).slice(2, 10)}`;
      awaited.current = { messageId, sentAt };
      setArrival(null);
      await sendTestEvent(source.writeKey, messageId, test);
      return { acceptedAfterMs: performance.now() - sentAt, sourceName: source.name };
    },
  });
  const onArrived = (interaction: Interaction) => {
    if (interaction.messageId !== awaited.current?.messageId) return;
    setArrival({ interaction, afterMs: performance.now() - awaited.current.sentAt });
    awaited.current = null;
  };
  return { send, arrival, onArrived };
}
