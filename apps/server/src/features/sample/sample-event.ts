import type { Actor, Channel, Kind } from "@throughline/contract";

type SampleValue = string | number | boolean;
export type SampleProperties = Readonly<Record<string, SampleValue>>;

export interface SamplePage {
  readonly path: string;
  readonly url: string;
  readonly title: string;
  readonly referrer?: string;
}

/** Context as a server source would send it. Objects may be shared between events: read only. */
export interface SampleContext {
  readonly channel?: Channel;
  readonly actor?: Actor;
  readonly sessionId?: string;
  readonly page?: SamplePage;
  readonly userAgent?: string;
  readonly locale?: string;
  readonly timezone?: string;
  readonly groupId?: string;
  readonly campaign?: { readonly source: string; readonly medium: string; readonly name: string };
  readonly device?: { readonly type: string; readonly manufacturer: string; readonly model: string };
  readonly app?: { readonly name: string; readonly version: string };
  readonly os?: { readonly name: string; readonly version: string };
}

/** One message in the shape of the Segment HTTP API. `timestamp` is ISO 8601 in UTC with milliseconds. */
export interface SampleEvent {
  readonly type: Kind;
  readonly messageId: string;
  readonly userId?: string;
  readonly anonymousId?: string;
  readonly event?: string;
  readonly name?: string;
  readonly groupId?: string;
  readonly previousId?: string;
  readonly properties?: SampleProperties;
  readonly traits?: SampleProperties;
  readonly context?: SampleContext;
  readonly timestamp: string;
}

/** An event before it has its place in time and its message id. */
export type SampleMessage = Omit<SampleEvent, "messageId" | "timestamp">;
