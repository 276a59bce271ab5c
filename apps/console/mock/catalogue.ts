import type { Kind } from "@throughline/contract";
import type { World } from "./world.ts";

type PropertyType = "string" | "number" | "boolean" | "date" | "array" | "object" | "null";
type Spec = [name: string, types: Partial<Record<PropertyType, number>>, example: unknown];

const specs: [Kind, string, number, Spec[]][] = [
  [
    "page",
    "Page Viewed",
    148_204,
    [
      ["path", { string: 148_204 }, "/reports/new"],
      ["title", { string: 147_900, null: 304 }, "New report"],
      ["referrer", { string: 61_022 }, "https://www.google.com/"],
      ["search", { string: 12_004 }, "?utm_source=newsletter&utm_medium=email&utm_campaign=autumn-release-4-12"],
    ],
  ],
  [
    "screen",
    "Screen Viewed",
    20_344,
    [
      ["name", { string: 20_344 }, "Dashboard"],
      ["offline", { boolean: 20_344 }, false],
    ],
  ],
  [
    "track",
    "Report Created",
    9_411,
    [
      ["plan", { string: 9_411 }, "growth"],
      ["value", { number: 9_120, string: 291 }, 129.5],
      ["template", { string: 4_020, null: 5_391 }, "weekly-sales"],
      ["filters", { array: 9_411 }, ["region", "owner"]],
      ["created_at", { date: 9_411 }, "2026-07-14T09:12:44.120Z"],
      ["layout", { object: 9_411 }, { columns: 12, dense: true }],
    ],
  ],
  [
    "track",
    "Domain Check Failed",
    1_843,
    [
      ["domain", { string: 1_843 }, "app.northwind.example"],
      ["error", { string: 1_701, object: 142 }, "DNS record not found"],
      ["attempt", { number: 1_800, string: 43 }, 3],
    ],
  ],
  [
    "track",
    "Invoice Paid",
    2_204,
    [
      ["amount", { number: 1_902, string: 302 }, 490],
      ["currency", { string: 2_204 }, "EUR"],
      ["lines", { array: 2_204 }, [{ sku: "seat", quantity: 12 }]],
    ],
  ],
  [
    "track",
    "$autocapture",
    1_204_331_920,
    [
      ["$el_text", { string: 1_204_331_920 }, "Save and continue"],
      ["$event_type", { string: 1_204_331_920 }, "click"],
    ],
  ],
  [
    "track",
    "checkout/step:2 “Shipping & billing” submitted with a name that somebody generated from the title of the page and never shortened afterwards",
    14,
    [["a.very.deeply.nested.property.name.that.was.flattened.by.the.sender.and.goes.on.and.on", { string: 14 }, "x".repeat(99)]],
  ],
  ["track", "Message Sent", 4_980, []],
  ["track", "Email Opened", 31_200, [["campaign", { string: 31_200 }, "onboarding-3"]]],
  [
    "track",
    "Ticket Opened",
    602,
    [
      ["priority", { string: 598, number: 4 }, "high"],
      ["tags", { array: 602 }, ["billing", "urgent"]],
    ],
  ],
  ["identify", "Identified", 7_120, []],
  ["group", "Joined Account", 2_310, []],
];
const traits: Record<"person" | "account", Spec[]> = {
  person: [
    ["email", { string: 2_104 }, "maria.torres@example.com"],
    ["name", { string: 2_090 }, "Maria Torres"],
    ["plan", { string: 2_104 }, "growth"],
    ["seats", { number: 2_000, string: 104 }, 12],
    ["beta", { boolean: 1_204 }, true],
    ["created_at", { date: 2_104 }, "2026-04-02T10:00:00Z"],
    ["address", { object: 44 }, { city: "Berlin", country: "DE" }],
  ],
  account: [
    ["name", { string: 302 }, "Northwind Analytics"],
    ["mrr", { number: 302 }, 4500],
    ["industry", { string: 288, null: 14 }, "logistics"],
    ["renewal", { date: 300, number: 2 }, "2026-11-30T00:00:00Z"],
  ],
};

const isConflict = (types: Partial<Record<PropertyType, number>>) =>
  new Set(
    Object.keys(types)
      .filter((type) => type !== "null")
      .map((type) => (type === "date" ? "string" : type)),
  ).size > 1;
const toProperty = ([name, types, example]: Spec) => ({
  name,
  conflict: isConflict(types),
  count: Object.values(types).reduce((sum, count) => sum + count, 0),
  example,
  types: (Object.entries(types) as [PropertyType, number][]).map(([type, count]) => ({ type, count })),
  firstSeen: new Date(Date.now() - 90 * 86_400_000).toISOString(),
  lastSeen: new Date(Date.now() - name.length * 400_000).toISOString(),
});

/** Events and traits seen, with conflicts, long names and very large counts among them. */
export function catalogueOf(world: World) {
  if (world.interactions.length === 0) return { events: [], traits: { person: [], account: [] } };
  return {
    events: specs.map(([kind, name, count, properties], i) => ({
      kind,
      name,
      count,
      propertyCount: properties.length,
      conflicts: properties.filter(([, types]) => isConflict(types)).length,
      properties: properties.map(toProperty),
      firstSeen: new Date(Date.now() - (90 - i) * 86_400_000).toISOString(),
      lastSeen: new Date(Date.now() - i * i * 1_900_000).toISOString(),
    })),
    traits: { person: traits.person.map(toProperty), account: traits.account.map(toProperty) },
  };
}
