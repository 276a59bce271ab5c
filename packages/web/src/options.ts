export type Properties = Record<string, unknown>;

/** How the SDK of one page is set up. */
export interface InitOptions {
  /** The write key of the source, as the console shows it. */
  writeKey: string;
  /** Origin of the collector, such as `https://cx.example.com`. */
  host: string;
  /** Send a page view at the start and after each navigation inside the page. Default true. */
  pageViews?: boolean;
  /** Record clicks on interactive elements and form submits, without any input's value. Default true. */
  autocapture?: boolean;
  /** Detect friction (rage clicks, dead clicks, errors, abandoned forms, slow pages), from a second file. Default false. */
  friction?: boolean;
  /** Answers known before the visitor gave any, such as `{ analytics: false }` until they agree. A stored answer wins. */
  consent?: Purposes;
  /** Treat a visitor whose browser says "do not track" or "global privacy control" as one who denied analytics. */
  respectDoNotTrack?: boolean;
  /** Share the anonymous id over subdomains: `example.com`. Default: this host only. */
  cookieDomain?: string;
  /** How long events wait for company before they are sent, in milliseconds. Default 300. */
  flushAfterMs?: number;
  /** Told of what went wrong inside; the SDK itself never throws into the page. */
  onError?: (error: unknown) => void;
}

/** Purpose, such as `analytics`, `marketing` or `personalisation` → agreed or not. */
export type Purposes = Record<string, boolean>;

export interface EventOptions {
  /** When it happened, if not now. */
  timestamp?: Date | string;
  /** Under 100 characters; the same id counts once. */
  messageId?: string;
  /** Merged over the context that the SDK collects. */
  context?: Properties;
}
