import type { Predicate } from "@throughline/contract";
import type { EventName, NameIndex, PropertyName } from "./name-index.ts";
import type { Mention } from "./find-names.ts";
import type { Reading } from "./reading.ts";
import { wordsOfPath } from "./vocabulary.ts";
import { stemOf } from "./words.ts";

/**
 * A word of business that no interaction is called by, and what the catalogue has that it honestly means. `measured`: money that is summed, with the property that tells its currency; `scored`: answers of one survey.
 */
export type Term = { said: string; means: string } & (
  | { kind: "money"; property: string; currency: PropertyName | null }
  | { kind: "promoters"; property: string; survey: Predicate }
  | { kind: "score"; property: string; survey: Predicate }
  | { kind: "steps" }
);
export type FoundTerm = { term: Term; mentions: Mention<EventName>[] } | { word: string; reason: string; names: string[] };
type Event = NameIndex["events"][number];

/** Takes a word of business; null where the question has none. A word that the catalogue has nothing for, or several things, is named with what there is. */
export function takeTerm(reading: Reading, index: NameIndex, hasEvents: boolean): FoundTerm | null {
  if (hasEvents) return null;
  return takeMoney(reading, index) ?? takeSurvey(reading, index) ?? takeTrialToPaid(reading, index);
}

const has = ({ stems }: Event, ...words: string[]): boolean => words.some((word) => stems.includes(stemOf(word)));
/** The events of the first rule that any fits. */
const firstOf = (events: readonly Event[], rules: readonly ((event: Event) => boolean)[]): Event[] =>
  rules.map((rule) => events.filter(rule)).find((fitting) => fitting.length > 0) ?? [];
const isDone = (event: Event): boolean => !has(event, "failed", "refunded", "declined", "voided");

const moneyArrived = [
  (event: Event) => has(event, "paid", "payment") && has(event, "invoice", "payment", "order", "bill", "charge") && isDone(event),
  (event: Event) => has(event, "order", "purchase", "charge", "sale") && isDone(event),
  (event: Event) => has(event, "checkout") && has(event, "completed") && isDone(event),
];
const moneyNames = ["revenue", "amount", "total", "price"];

function takeMoney(reading: Reading, index: NameIndex): FoundTerm | null {
  const word =
    /(?:the |our )?(?:total |sum of )?(?:revenue|turnover|takings)|how much money (?:did|do|have|does) (?:we|customers) (?:make|made|earn|earned|pay|paid)/;
  // How many paid is another question than how much.
  if (!reading.has(word) || reading.has(/how (?:many|often)|number of|average|mean|median|p90|p99|highest|lowest|max|min/)) return null;
  const sums = moneyNames.flatMap((name) =>
    index.properties.flatMap(({ thing }) =>
      thing.type === "number" && thing.path.startsWith("event.") && wordsOfPath(thing.path).split(" ").includes(name) ? [thing] : [],
    ),
  );
  for (const property of sums) {
    const events = firstOf(
      index.events.filter(({ thing }) => property.events?.includes(thing.name)),
      moneyArrived,
    );
    const [event] = events;
    if (!event) continue;
    const said = reading.find(word)?.[0] ?? "";
    if (events.length > 1)
      return { word: said, reason: `“${said}” could be the ${wordsOfPath(property.path)} of several things.`, names: namesOf(events) };
    const currency = index.properties.find(
      ({ thing }) => thing.path.startsWith("event.") && wordsOfPath(thing.path) === "currency" && thing.events?.includes(event.thing.name),
    );
    const isMixed = (currency?.thing.values?.length ?? 0) > 1;
    return {
      term: {
        kind: "money",
        property: property.path,
        currency: isMixed && currency ? currency.thing : null,
        said,
        means: `sum of ${wordsOfPath(property.path)} of ${event.thing.name}`,
      },
      mentions: [mentionOf(reading, word, event)],
    };
  }
  const [said] = /revenue|turnover|takings|money/.exec(reading.find(word)?.[0] ?? "") ?? ["revenue"];
  return {
    word: said,
    reason: `I know of no interaction that says how much was paid, so nothing that “${said}” could be the sum of.`,
    names: [],
  };
}

const promoters = /(?:the |our )?(?:nps|net promoter score)(?: score)?/;
const scores = /(?:the |our )?(?:average )?(csat|ces|customer satisfaction|customer effort)(?: score)?/;
const scoreNames = ["score", "rating"];

/** The net promoter score, and the average of surveys that have no score of their own: where answers say of which survey they are. */
function takeSurvey(reading: Reading, index: NameIndex): FoundTerm | null {
  const word = reading.has(promoters) && !reading.has(/average|mean|median/) ? promoters : reading.has(scores) ? scores : null;
  if (!word) return null;
  const place = reading.find(word);
  const said = place?.[0] ?? "";
  const kind = word === promoters ? "nps" : /csat|satisfaction/.test(said) ? "csat" : "ces";
  const score = index.properties.find(({ thing }) => {
    const isScore = thing.type === "number" && scoreNames.includes(wordsOfPath(thing.path));
    return isScore && thing.path.startsWith("event.") && answersOf(index, thing).length === 1;
  })?.thing;
  const [answer] = score ? answersOf(index, score) : [];
  const survey = answer && surveyCalled(index, answer.thing.name, kind);
  if (!score || !answer || !survey)
    return { word: said, reason: `I know of no survey whose score “${said}” could be: no answers are called ${kind}.`, names: [] };
  const means =
    kind === "nps"
      ? `promoters (9–10) less detractors (0–6), in % of all answers of the ${kind} survey`
      : `average ${wordsOfPath(score.path)} of the ${kind} survey`;
  return {
    term: { kind: kind === "nps" ? "promoters" : "score", property: score.path, survey, said, means },
    mentions: [mentionOf(reading, word, answer)],
  };
}

const answersOf = (index: NameIndex, { events }: PropertyName): Event[] =>
  index.events.filter((event) => events?.includes(event.thing.name) && has(event, "survey", "nps", "feedback", "poll"));

/** The condition that an answer is of a survey of this kind: a value of that very name, else the only one that speaks of it. */
function surveyCalled(index: NameIndex, event: string, kind: string): Predicate | null {
  const values = index.properties.flatMap(({ thing }) =>
    thing.events?.includes(event) ? (thing.values ?? []).map((value) => ({ path: thing.path, value })) : [],
  );
  const exact = values.filter(({ value }) => value.toLowerCase() === kind);
  const spoken = values.filter(({ value }) =>
    value
      .toLowerCase()
      .split(/[^a-z]+/)
      .includes(kind),
  );
  const found = exact.length > 0 ? exact : spoken;
  return found.length === 1 && found[0] ? { property: found[0].path, op: "eq", value: found[0].value } : null;
}

const begins = (event: Event) => has(event, "started", "began", "created", "activated", "opened");
const payingBegins = [
  (event: Event) => has(event, "subscription", "subscribed") && (begins(event) || event.stems.length === 1),
  (event: Event) => has(event, "order", "purchase", "checkout") && has(event, "completed", "placed"),
  (event: Event) => has(event, "invoice", "payment") && has(event, "paid", "succeeded", "received"),
];
const trialToPaid =
  /trials?(?= (?:(?:users|people|customers|accounts|companies|that|who|will|do|did|convert|converts|converted|converting|turn|turned|go|goes|went|over) ){0,3}(?:to|into|then|become|becomes|became|becoming)(?: an?)? (?:paid|paying)(?: |$))/;
const paid = /(?:an? )?(?:paid|paying)(?: (?:customers?|plans?|accounts?|users?|subscriptions?|subscribers?))?/;
const trialConversion = /trials?(?= conversion)/;

/** "trial to paid", "trial conversion rate": from the beginning of a trial to the beginning of paying. */
function takeTrialToPaid(reading: Reading, index: NameIndex): FoundTerm | null {
  const word = reading.has(trialToPaid) ? trialToPaid : reading.has(trialConversion) ? trialConversion : null;
  if (!word) return null;
  const trials = index.events.filter((event) => has(event, "trial") && begins(event));
  const payers = firstOf(index.events, payingBegins);
  const [trial, payer] = [trials[0], payers[0]];
  if (!trial || !payer) return null;
  if (trials.length > 1 || payers.length > 1)
    return {
      word: "paid",
      reason: "From trial to paid could go from and to several things. Name both (“from … to …”).",
      names: namesOf([...trials, ...payers]),
    };
  const first = mentionOf(reading, word, trial);
  // "trial conversion" says where it goes without a word for it.
  const last = word === trialToPaid ? mentionOf(reading, paid, payer) : { thing: payer.thing, from: first.to, to: first.to, words: [] };
  return {
    term: { kind: "steps", said: "trial to paid", means: `from ${trial.thing.name} to ${payer.thing.name}` },
    mentions: [first, last],
  };
}

const namesOf = (events: readonly Event[]): string[] => events.map(({ thing }) => thing.name);

function mentionOf(reading: Reading, word: RegExp, event: Event): Mention<EventName> {
  const place = reading.take(word);
  if (!place) throw new Error("A word that was found is no longer there.");
  const words = Array.from({ length: place.to - place.word }, (_, offset) => place.word + offset);
  return { thing: event.thing, from: place.word, to: place.to, words };
}

const beginnings = ["signed", "started", "created", "opened", "added", "posted"];

/** "new signups", "new tickets": of what begins something, every one is new. Also "new users signed up". */
export function takeNew(reading: Reading, index: NameIndex, mentions: readonly Mention<EventName>[]): void {
  for (const { thing, from } of mentions) {
    const event = index.events.find((one) => one.thing === thing);
    if (!event || !has(event, ...beginnings)) continue;
    if (reading.words[from - 1]?.text === "new" && !reading.isTaken(from - 1)) reading.takeWords(from - 1, 1);
    if (has(event, "signed")) reading.take(/new(?= (?:users|people|customers|visitors|members)(?: |$))/);
  }
}
