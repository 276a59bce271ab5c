import type { EventOptions, Properties } from "../options.ts";

/** What the core lends to the detection of friction, so that the second file carries nothing twice. */
export interface FrictionDeps {
  track(event: string, properties: Properties, options?: EventOptions): void;
  /** Whether anything may be stored now. */
  allowed(): boolean;
  listen(target: EventTarget, type: string, handler: (event: Event) => void): void;
  guard<Result>(work: () => Result): Result | undefined;
  label(element: Element): string;
  /** The first element of an event's path that matches; undefined inside private areas. */
  find(event: Event, selector: string): Element | undefined;
  /** What looks clickable by its markup. */
  interactive: string;
  mask(text: string): string;
  publicUrl(href: string): string;
  /** Start of the addresses that are the SDK's own. */
  ownUrl: string;
}

/** Detection at work on a page. */
export interface Friction {
  /** The page goes: says what only now is known. Called before the last events are handed over. */
  leave(): void;
}
