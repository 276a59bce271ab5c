import { ProductError } from "@throughline/contract";
import type { LogPlace } from "./read-timeline.ts";

/** How far a follower of the timeline has come: a place in each partition of the log, and the receipt time below which nothing new can come for it. */
export type LivePlace = { places: Map<number, LogPlace>; receivedAfterMs: number };

/** The index of no entry: a place with it is behind everything at its position. */
export const behindAll = 4_294_967_295;

/** `0:12.3,1:7.0;1760000000000`: the id of a server-sent event, from which following goes on without a gap. */
export function writeLivePlace({ places, receivedAfterMs }: LivePlace): string {
  return `${[...places].map(([partition, { position, index }]) => `${partition}:${position}.${index}`).join(",")};${receivedAfterMs}`;
}

const onePlace = String.raw`\d{1,3}:\d{1,18}\.\d{1,10}`;
const written = new RegExp(`^((?:${onePlace}(?:,${onePlace})*)?);(\\d{1,15})$`);

/** The inverse of {@link writeLivePlace}; throws `invalid_input`. */
export function readLivePlace(text: string): LivePlace {
  const match = text.length > 10_000 ? null : written.exec(text);
  const places = (match?.[1] ?? "")
    .split(",")
    .filter(Boolean)
    .map((part): [number, LogPlace] => {
      const [partition = "", position = "", index = ""] = part.split(/[:.]/);
      return [Number(partition), { position, index: Number(index) }];
    });
  if (!match || places.some(([partition, { index }]) => partition > 255 || index > behindAll))
    throw new ProductError("invalid_input", "after is not an event id of this stream.", {
      issues: [{ field: "after", message: "is not an event id of this stream", accepted: "the id of the last event received" }],
    });
  return { places: new Map(places), receivedAfterMs: Number(match[2]) };
}
