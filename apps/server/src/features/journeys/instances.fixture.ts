import { journeyDefinitionSchema, type EventMatch, type JourneyDefinition } from "@throughline/contract";

/** A journey over events of one letter: entries, stages, ends, contacts and friction in every mixture. */
export const lettersJourney: JourneyDefinition = journeyDefinitionSchema.parse({
  key: "letters",
  name: "Letters",
  entry: { event: ["entry", "entry-stage", "entry-goal"] },
  stages: [
    { key: "one", name: "One", matches: [{ event: ["s1", "entry-stage", "contact-s1"] }] },
    { key: "two", name: "Two", matches: [{ event: "s2" }, { event: "s2-too" }] },
    { key: "three", name: "Three", matches: [{ event: "s3" }] },
  ],
  goal: [{ event: ["goal", "entry-goal"] }],
  failures: [
    { key: "left", name: "Left", match: { event: "left" } },
    { key: "refused", name: "Refused", match: { event: "refused" } },
  ],
  window: { value: 10, unit: "day" },
  contacts: [{ event: ["contact", "contact-s1"] }],
  conversation: [{ event: ["message", "handed-over"] }],
  friction: [{ event: "rage" }],
  revenue: { match: { event: "goal" }, property: "event.amount" },
});

export const letterNames = [
  "entry",
  "entry-stage",
  "entry-goal",
  "s1",
  "s2",
  "s2-too",
  "s3",
  "contact-s1",
  "goal",
  "left",
  "refused",
  "contact",
  "message",
  "handed-over",
  "rage",
];

/** Names alone decide in this journey. */
export const compileByName = ({ event }: EventMatch): string =>
  event === null
    ? "true"
    : `name IN (${[event]
        .flat()
        .map((name) => `'${name}'`)
        .join(", ")})`;
