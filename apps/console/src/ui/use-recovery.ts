import { useEffect, useEffectEvent } from "react";

const everyMs = 4_000;

/** Tries again by itself as soon as a server that did not answer is ready again. */
export function useRecovery(awaited: boolean, onReady: () => void): void {
  const ready = useEffectEvent(onReady);
  useEffect(() => {
    if (!awaited) return;
    const abort = new AbortController();
    const timer = setInterval(() => {
      fetch("/readyz", { cache: "no-store", signal: abort.signal }).then(
        (answer) => {
          if (answer.ok) ready();
        },
        // Still no answer: that is what the page says already, and the next look may find one.
        () => undefined,
      );
    }, everyMs);
    return () => {
      clearInterval(timer);
      abort.abort();
    };
  }, [awaited]);
}
