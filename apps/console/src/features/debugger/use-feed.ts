import { useInfiniteQuery } from "@tanstack/react-query";
import type { Channel, Interaction, Kind } from "@throughline/contract";
import { useEffect, useRef, useState } from "react";
import { api } from "../../app/api.ts";
import { announce } from "../../ui/announce.ts";
import { byCursor } from "../../ui/data-table/use-rows.ts";
import { formatDuration } from "../../ui/format-time.ts";
import { useLive } from "../../ui/use-live.ts";
import { addToFeed, emptyFeed, resumeFeed, type FeedItem } from "./feed.ts";

const redrawMs = 400;
const rateOverMs = 10_000;

type FeedOptions = {
  source: string | undefined;
  kind: Kind | undefined;
  channel: Channel | undefined;
  paused: boolean;
  onArrived: (interaction: Interaction) => void;
};

/**
 * What arrives, and below it what arrived before: the latest ones are asked for once the stream stands, so that none falls between the two.
 * Redraws at most 2.5 times a second. `ratePerSecond` is over the last ten seconds.
 */
export function useFeed({ source, kind, channel, paused, onArrived }: FeedOptions) {
  const [feed, setFeed] = useState(emptyFeed);
  const [ratePerSecond, setRate] = useState(0);
  const waiting = useRef<FeedItem[]>([]);
  const arrivals = useRef<{ at: number; count: number }[]>([]);
  const seen = useRef(0);
  const state = useLive({
    source,
    onInteraction: (interaction) => {
      seen.current++;
      waiting.current.push(interaction);
      onArrived(interaction);
    },
  });

  // Asked for once the stream stands (or cannot), and never kept: what is shown below the stream must reach up to it.
  const recent = useInfiniteQuery(
    api.data.recent.infiniteOptions({
      input: (cursor: string | undefined) => ({ cursor, limit: 50, source, kind, channel }),
      ...byCursor,
      enabled: state !== "connecting",
      staleTime: Number.POSITIVE_INFINITY,
      gcTime: 0,
    }),
  );
  const { refetch } = recent;

  const brokenAt = useRef<number | null>(null);
  useEffect(() => {
    if (state === "reconnecting") brokenAt.current ??= Date.now();
    if (state !== "live" || brokenAt.current === null) return;
    // Without an event seen there is no place to go on from: the latest ones are asked for again.
    const resumed = seen.current > 0;
    if (!resumed) void refetch();
    const mark = `The connection broke for ${formatDuration(Date.now() - brokenAt.current)}. ${resumed ? "It went on where it stopped: nothing is missing." : "The latest events were asked for again."}`;
    brokenAt.current = null;
    waiting.current.push({ id: `mark ${Date.now()}`, mark });
    announce(mark);
  }, [state, refetch]);

  useEffect(() => {
    const timer = setInterval(() => {
      const arrived = waiting.current;
      const now = Date.now();
      arrivals.current = [...arrivals.current.filter(({ at }) => now - at < rateOverMs), { at: now, count: arrived.length }];
      setRate(arrivals.current.reduce((sum, { count }) => sum + count, 0) / (rateOverMs / 1000));
      if (arrived.length === 0) return;
      waiting.current = [];
      setFeed((before) => addToFeed(before, arrived, paused));
    }, redrawMs);
    return () => clearInterval(timer);
  }, [paused]);

  useEffect(() => {
    if (!paused) setFeed((before) => (before.held.length === 0 ? before : resumeFeed(before)));
  }, [paused]);

  const known = new Set([...feed.shown, ...feed.held].map(({ id }) => id));
  const earlier = (recent.data?.pages.flatMap(({ items }) => items) ?? []).filter(({ id }) => !known.has(id));
  return { state, shown: feed.shown, heldCount: feed.held.length + feed.letGo, earlier, recent, ratePerSecond };
}
