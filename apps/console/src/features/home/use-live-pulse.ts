import type { Interaction } from "@throughline/contract";
import { useEffect, useRef, useState } from "react";
import { useLive, type LiveState } from "../../ui/use-live.ts";

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

/** Adds what arrived to the counts; minutes are keyed by their first instant, as the server's are. */
export function countByMinute(before: ReadonlyMap<string, number>, arrived: readonly { receivedAt: string }[]): Map<string, number> {
  const counts = new Map(before);
  for (const { receivedAt } of arrived) {
    const minute = minuteOf(receivedAt);
    counts.set(minute, (counts.get(minute) ?? 0) + 1);
  }
  return counts;
}

/** The first instant of a time's minute, as a key that does not depend on how the time was written. */
export function minuteOf(iso: string): string {
  return new Date(Math.floor(Date.parse(iso) / 60_000) * 60_000).toISOString();
}
