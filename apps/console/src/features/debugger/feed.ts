import type { Interaction } from "@throughline/contract";

/** Something to know about the feed itself, at its place in time. */
export type Mark = { mark: string; id: string };
export type FeedItem = Interaction | Mark;
/** Newest first. While paused, what arrives is held; of that, the oldest is let go when there is too much. */
export type Feed = { shown: readonly FeedItem[]; held: readonly FeedItem[]; letGo: number };

export const mostKept = 300;
export const emptyFeed: Feed = { shown: [], held: [], letGo: 0 };

/** Adds what arrived, oldest first. What is there already is not added again. */
export function addToFeed(feed: Feed, arrived: readonly FeedItem[], paused: boolean): Feed {
  const known = new Set([...feed.shown, ...feed.held].map(({ id }) => id));
  const fresh = arrived.filter(({ id }) => !known.has(id)).toReversed();
  if (fresh.length === 0) return feed;
  if (!paused) return { ...feed, shown: [...fresh, ...feed.shown].slice(0, mostKept) };
  const held = [...fresh, ...feed.held];
  return { ...feed, held: held.slice(0, mostKept), letGo: feed.letGo + Math.max(0, held.length - mostKept) };
}

/** Shows what was held, and says if some of it was let go. */
export function resumeFeed(feed: Feed): Feed {
  const gap: Mark[] =
    feed.letGo === 0
      ? []
      : [
          {
            id: `gap ${feed.held.at(-1)?.id ?? ""}`,
            mark: `${feed.letGo.toLocaleString("en")} more arrived while paused and are not shown here. They are on their timelines.`,
          },
        ];
  return { shown: [...feed.held, ...gap, ...feed.shown].slice(0, mostKept), held: [], letGo: 0 };
}

export type FeedFilter = { kind: string | undefined; channel: string | undefined; name: string | undefined };

export function isMark(item: FeedItem): item is Mark {
  return "mark" in item;
}

/** Marks always pass; of interactions those of the kind and channel whose name contains the text. */
export function passes(item: FeedItem, { kind, channel, name }: FeedFilter): boolean {
  if (isMark(item)) return true;
  return (
    (kind === undefined || item.kind === kind) &&
    (channel === undefined || item.channel === channel) &&
    (name === undefined || item.name.toLowerCase().includes(name.toLowerCase()))
  );
}
