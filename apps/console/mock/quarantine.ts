import type { World } from "./world.ts";

type Item = {
  id: string;
  receivedAt: string;
  source: { id: string; name: string } | null;
  code: string;
  message: string;
  field: string | null;
  eventName: string | null;
  status: "open" | "replayed" | "discarded";
  raw: unknown;
};

const reasons: [code: string, field: string | null, message: string, eventName: string | null, raw: Record<string, unknown> | string][] = [
  [
    "missing_field",
    "userId",
    "Both userId and anonymousId are missing; one of them is needed.",
    "Order Completed",
    { type: "track", event: "Order Completed", properties: { orderId: "A-1029", total: 129.9 }, timestamp: "2026-07-14T09:12:44Z" },
  ],
  [
    "missing_field",
    "event",
    "event is missing; a track call names what happened.",
    null,
    { type: "track", userId: "u-204", properties: { path: "/pricing" } },
  ],
  [
    "wrong_type",
    "properties",
    "properties is a string; an object is accepted.",
    "Report Created",
    { type: "track", userId: "u-77", event: "Report Created", properties: "plan=growth&seats=12" },
  ],
  [
    "bad_time",
    "timestamp",
    'timestamp is "14.07.2026 09:12"; an ISO 8601 time since the year 2000 is accepted.',
    "Invoice Paid",
    {
      type: "track",
      userId: "u-31",
      event: "Invoice Paid",
      timestamp: "14.07.2026 09:12",
      properties: { amount: 490, lines: [{ sku: "seat", quantity: 12, meta: { a: { b: { c: [1, 2, 3] } } } }] },
    },
  ],
  [
    "too_long",
    "userId",
    "userId has 4,102 characters; at most 512 are accepted.",
    "Signed In",
    { type: "track", userId: `eyJhbGciOi${"J9".repeat(60)}`, event: "Signed In" },
  ],
  [
    "unknown_type",
    "type",
    'type is "pageview"; accepted are track, page, screen, identify, group, alias.',
    null,
    { type: "pageview", anonymousId: "anon-1x", properties: { path: "/" } },
  ],
  [
    "too_large",
    null,
    "The message has 61,204 bytes; at most 32,768 are accepted.",
    "Screenshot Attached",
    '{"type":"track","event":"Screenshot Attached","properties":{"image":"data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAA…',
  ],
];
const weights = [0, 0, 0, 0, 2, 2, 2, 1, 3, 3, 4, 5, 6];
const heldOf = new WeakMap<World, Item[]>();

/** What could not be used; the failing source has most of it. */
export function quarantineOf(world: World): Item[] {
  const known = heldOf.get(world);
  if (known) return known;
  const items =
    world.interactions.length === 0
      ? []
      : Array.from({ length: 415 }, (_, i): Item => {
          const reason = reasons[weights[(i * 7) % weights.length] ?? 0] ?? reasons[0];
          if (!reason) throw new Error("There are no reasons.");
          const [code, field, message, eventName, raw] = reason;
          const source = world.sources[i % 40 === 0 ? 0 : 2];
          return {
            id: `q-${i}`,
            receivedAt: new Date(Date.now() - i * i * 1500).toISOString(),
            source: i % 90 === 7 || !source ? null : { id: source.id, name: source.name },
            code,
            field,
            message,
            eventName,
            status: i % 23 === 3 ? "discarded" : i % 17 === 4 ? "replayed" : "open",
            raw,
          };
        });
  heldOf.set(world, items);
  return items;
}

/** Tries items again with a fix, as the server would: what lacks a field needs that field in the fix. */
export function replay(items: readonly Item[], fix: Record<string, unknown>) {
  const stillFailing: { id: string; code: string; message: string }[] = [];
  let replayed = 0;
  for (const item of items) {
    if (item.field !== null && item.field in fix && fix[item.field] !== "") {
      item.status = "replayed";
      replayed++;
    } else stillFailing.push({ id: item.id, code: item.code, message: item.message });
  }
  return { replayed, stillFailing };
}
