import { useEffect, useEffectEvent } from "react";
import { retryDelayMs } from "./retry-delay.ts";

/** The first look comes after 4 s; then ever more rarely. */
const firstAttempt = 3;

/** Tries again by itself when a server that did not answer is ready again. */
export function useRecovery(awaited: boolean, onReady: () => void): void {
  const ready = useEffectEvent(onReady);
  useEffect(() => {
    if (!awaited) return;
    const abort = new AbortController();
    let timer: ReturnType<typeof setTimeout>;
    const wait = (attempt: number) => {
      timer = setTimeout(() => void look(attempt), retryDelayMs(attempt));
    };
    const look = async (attempt: number) => {
      try {
        const answer = await fetch("/readyz", { cache: "no-store", signal: abort.signal });
        if (answer.ok) ready();
      } catch {
        // Still no answer: that is what the page says already.
      }
      if (!abort.signal.aborted) wait(attempt + 1);
    };
    wait(firstAttempt);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [awaited]);
}
