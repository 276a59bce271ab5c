import type { Interaction } from "@throughline/contract";

let sequence = 0;

/** An interaction for tests: a page view on the web by a customer unless told otherwise. */
export function interaction(rest: Partial<Interaction> = {}): Interaction {
  const id = `i${++sequence}`;
  return {
    id,
    at: "2026-03-10T12:00:00.000Z",
    receivedAt: "2026-03-10T12:00:00.000Z",
    kind: "track",
    name: "Report Viewed",
    channel: "web",
    actor: "customer",
    personId: "p_1",
    accountId: null,
    sessionId: null,
    sourceId: "s",
    messageId: `m-${id}`,
    properties: {},
    context: {},
    ...rest,
  };
}

/** Interactions at these minutes after noon, given in any order, newest first. */
export function atMinutes(minutes: readonly number[], rest: Partial<Interaction> = {}): Interaction[] {
  return minutes
    .toSorted((a, b) => b - a)
    .map((minute) => interaction({ ...rest, at: new Date(Date.parse("2026-03-10T12:00:00Z") + minute * 60_000).toISOString() }));
}
