import type { Interaction } from "@throughline/contract";
import { useEffect, useRef, useState } from "react";
import { useLive, type LiveState } from "../../ui/use-live.ts";
import { countByMinute } from "./count-by-minute.ts";

const shown = 8;
const redrawMs = 400;

/** What arrives while the page is open: how many in each minute since `since`, and the latest few. Redraws at most 2.5 times a second. */
export function useLivePulse(since: number): { state: LiveState; perMinute: ReadonlyMap<string, number>; latest: readonly Interaction[] } {
  const waiting = useRef<Interaction[]>([]);
  const [latest, setLatest] = useState<readonly Interaction[]>([]);
  const [perMinute, setPerMinute] = useState<ReadonlyMap<string, number>>(new Map());
  const state = useLive({ onInteraction: (interaction) => waiting.current.push(interaction) });

  // The server's own count replaces what was counted here.
  useEffect(() => setPerMinute(new Map()), [since]);
  useEffect(() => {
    const timer = setInterval(() => {
      const arrived = waiting.current;
      if (arrived.length === 0) return;
      waiting.current = [];
      setLatest((before) => [...arrived.toReversed(), ...before].slice(0, shown));
      setPerMinute((before) => countByMinute(before, arrived));
    }, redrawMs);
    return () => clearInterval(timer);
  }, []);
  return { state, perMinute, latest };
}
