import type { Properties } from "../options.ts";
import type { FrictionDeps } from "./friction-deps.ts";

const maxPerEvent = 10;
const maxPerPage = 50;

/** Where and on what something happened, kept until it is known what it means. */
export interface Place {
  path: string;
  url: string;
  label: string;
  /** Asked only when needed: most clicks mean nothing. */
  selector(): string;
}

export type Emit = (event: string, properties: Properties, place?: Pick<Place, "path" | "url">) => void;

/** Tracks within the caps of one page load, under the page where it happened, which may have been left since. */
export function createEmit({ track, publicUrl }: FrictionDeps): Emit {
  const counts = new Map<string, number>();
  let total = 0;
  return (event, properties, place) => {
    const count = counts.get(event) ?? 0;
    if (count >= maxPerEvent || total >= maxPerPage) return;
    counts.set(event, count + 1);
    total++;
    const elsewhere = place && place.url !== publicUrl(location.href);
    const options = elsewhere ? { context: { page: { path: place.path, url: place.url } } } : undefined;
    track(event, { ...properties, path: place?.path ?? location.pathname }, options);
  };
}
