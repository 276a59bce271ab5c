import { useQuery } from "@tanstack/react-query";
import type { Interaction } from "@throughline/contract";
import { useCallback, useEffect, useMemo, useState } from "react";
import { api } from "../../app/api.ts";
import { mergeTimeline } from "../people/index.ts";

const everyMs = 15_000;
/** Further down the page than this, new entries wait until the reader asks. */
const topPx = 240;

/** A loaded timeline with what is new since, asked for every 15 seconds. The live stream follows one person, not an account. */
export function useNewest(accountId: string, loaded: readonly Interaction[]) {
  const newest = useQuery(
    api.accounts.timeline.queryOptions({ input: { id: accountId, limit: 50 }, refetchInterval: everyMs, enabled: loaded.length > 0 }),
  );
  const [shown, setShown] = useState<readonly Interaction[]>([]);
  const fresh = useMemo(() => {
    const known = new Set([...loaded, ...shown].map(({ id }) => id));
    return (newest.data?.items ?? []).filter(({ id }) => !known.has(id));
  }, [newest.data, loaded, shown]);
  const show = () => setShown((before) => [...fresh, ...before]);

  useEffect(() => {
    if (fresh.length > 0 && window.scrollY <= topPx) setShown((before) => [...fresh, ...before]);
  }, [fresh]);
  const entries = useMemo(() => mergeTimeline(loaded, shown), [loaded, shown]);
  const isNew = useCallback((id: string) => shown.some((one) => one.id === id), [shown]);
  return {
    entries,
    isNew,
    waiting: fresh.length,
    release: () => {
      show();
      window.scrollTo({ top: 0, behavior: "smooth" });
    },
  };
}
