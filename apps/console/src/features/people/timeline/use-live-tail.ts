import type { Interaction } from "@throughline/contract";
import { useCallback, useEffect, useEffectEvent, useRef, useState } from "react";
import { useLive, type LiveState } from "../../../ui/use-live.ts";

type TailOptions = {
  /** Whose timeline it is. */
  follows: { person: string } | { account: string };
  enabled: boolean;
  /** Whether an interaction belongs to what is shown. */
  matches: (interaction: Interaction) => boolean;
  /** The newest of the timeline, asked for once the stream is open: what happened between loading the page and opening the stream. */
  catchUp: () => Promise<readonly Interaction[]>;
  /** Another question: what was heard so far belongs to the one before. */
  question: string;
  onArrival: (interactions: readonly Interaction[]) => void;
};

const redrawMs = 400;
/** Nearer to the top than this, new entries slide in; further down they wait, so that nothing moves under the reader. */
const topPx = 240;

/** New interactions of a person or an account: `arrived` are shown, `waiting` are held back until the reader asks; `isNew` tells those that happened while the page was open. */
export function useLiveTail({ follows, enabled, matches, catchUp, question, onArrival }: TailOptions) {
  const inbox = useRef<Interaction[]>([]);
  const announced = useRef(new Set<string>());
  const [heard, setHeard] = useState<{ question: string; arrived: readonly Interaction[]; waiting: readonly Interaction[] }>({
    question,
    arrived: [],
    waiting: [],
  });
  const current = heard.question === question ? heard : { question, arrived: [], waiting: [] };

  const state: LiveState = useLive({
    ...follows,
    enabled,
    onInteraction: (interaction) => {
      inbox.current.push(interaction);
      announced.current.add(interaction.id);
    },
  });
  const take = useEffectEvent((interactions: readonly Interaction[], silently: boolean) => {
    if (!silently) onArrival(interactions);
    const known = new Set([...current.arrived, ...current.waiting].map(({ id }) => id));
    const fresh = interactions.filter((interaction) => !known.has(interaction.id) && matches(interaction));
    if (fresh.length === 0) return;
    const held = !silently && window.scrollY > topPx;
    setHeard(held ? { ...current, waiting: [...fresh, ...current.waiting] } : { ...current, arrived: [...fresh, ...current.arrived] });
  });

  useEffect(() => {
    const timer = setInterval(() => {
      if (inbox.current.length === 0) return;
      // Newest first, as pages are: those of one millisecond keep their order.
      take(inbox.current.splice(0).toReversed(), false);
    }, redrawMs);
    return () => clearInterval(timer);
  }, []);

  const askForMissed = useEffectEvent(catchUp);
  useEffect(() => {
    if (state !== "live" || !enabled) return;
    let outdated = false;
    askForMissed().then(
      (missed) => {
        if (!outdated) take(missed, true);
      },
      // The page's own query tells of a server that does not answer; the stream goes on without this.
      (error: unknown) => console.warn("Could not ask for the newest interactions", error),
    );
    return () => {
      outdated = true;
    };
  }, [state, enabled, question]);

  const release = useCallback(() => {
    setHeard((before) => ({ ...before, arrived: [...before.waiting, ...before.arrived], waiting: [] }));
    window.scrollTo({ top: 0, behavior: "smooth" });
  }, []);
  const isNew = useCallback((id: string) => announced.current.has(id), []);
  return { state, arrived: current.arrived, isNew, waiting: current.waiting.length, release };
}
