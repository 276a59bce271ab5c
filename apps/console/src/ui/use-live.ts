import { getEventMeta } from "@orpc/client";
import type { Interaction } from "@throughline/contract";
import { useEffect, useEffectEvent, useState } from "react";
import { client } from "../app/api.ts";
import { retryDelayMs } from "./retry-delay.ts";

export type LiveState = "connecting" | "live" | "reconnecting";
type LiveOptions = {
  person?: string;
  account?: string;
  source?: string;
  /** Resume after this event id instead of starting with what comes next. */
  after?: string;
  /** False pauses; the next connection resumes after the last event seen. */
  enabled?: boolean;
  onInteraction: (interaction: Interaction) => void;
};

/**
 * Follows interactions as they are processed. After a break it reconnects by itself (waiting longer each time, at most 15 s)
 * and resumes after the last event that it saw, so nothing is missed and nothing is told twice.
 */
export function useLive({ person, account, source, after, enabled = true, onInteraction }: LiveOptions): LiveState {
  const [state, setState] = useState<LiveState>("connecting");
  const deliver = useEffectEvent(onInteraction);

  useEffect(() => {
    if (!enabled) return;
    const abort = new AbortController();
    void follow();
    return () => abort.abort();

    async function follow() {
      let lastEventId = after;
      for (let attempt = 0; !abort.signal.aborted; attempt++) {
        try {
          const events = await client.data.live({ person, account, source, after: lastEventId }, { signal: abort.signal, lastEventId });
          attempt = 0;
          setState("live");
          for await (const interaction of events) {
            lastEventId = getEventMeta(interaction)?.id ?? lastEventId;
            deliver(interaction);
          }
        } catch (error) {
          if (abort.signal.aborted) return;
          // What broke the stream does not matter to the reader: it says “reconnecting”, and the next attempt tells if it heals.
          console.warn("Live stream broke; reconnecting", error);
        }
        if (abort.signal.aborted) return;
        setState("reconnecting");
        await pause(retryDelayMs(attempt), abort.signal);
      }
    }
  }, [person, account, source, after, enabled]);

  return state;
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
