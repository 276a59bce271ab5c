import { flowDefinitionSchema, type FlowDefinition } from "@throughline/contract";
import fc from "fast-check";
import { nobody, type InteractionView, type PersonView } from "../../predicates/view.ts";
import type { Answer, FlowView, Pending, Run } from "../run.ts";

const minutes = (value: number) => ({ value, unit: "minute" }) as const;
const ids = ["a", "b", "c", "d", "e"];
const next = fc.option(fc.constantFrom(...ids), { nil: null, freq: 6 });
const duration = fc.integer({ min: 1, max: 50 }).map(minutes);

const stepArbitrary = fc.oneof(
  fc.record({ kind: fc.constant("wait"), wait: fc.record({ for: fc.constant("duration"), duration }), next }),
  fc.record({
    kind: fc.constant("wait"),
    wait: fc.record({ for: fc.constant("event"), event: fc.constant({ event: "Verified" }), timeout: duration }),
    next,
    timedOut: next,
  }),
  fc.record({
    kind: fc.constant("wait"),
    wait: fc.record({
      for: fc.constant("predicate"),
      when: fc.constant({ property: "person.vip", op: "eq", value: true }),
      timeout: duration,
    }),
    next,
    timedOut: next,
  }),
  fc.record({
    kind: fc.constant("wait"),
    wait: fc.record({ for: fc.constant("window"), from: fc.constantFrom("09:00", "22:00"), to: fc.constantFrom("06:00", "17:00") }),
    next,
  }),
  fc.record({
    kind: fc.constant("branch"),
    cases: fc.tuple(fc.record({ when: fc.constant({ property: "person.vip", op: "eq", value: true }), next })),
    otherwise: next,
  }),
  fc.record({
    kind: fc.constant("split"),
    variants: fc.tuple(next, next).map(([one, two]) => [
      { key: "one", weight: 1, next: one },
      { key: "two", weight: 2, next: two },
    ]),
  }),
  fc.record({
    kind: fc.constant("message"),
    channel: fc.constant("email"),
    template: fc.constant("t"),
    purpose: fc.constant("service"),
    heldIs: fc.constantFrom("next", "edge"),
    next,
    held: next,
  }),
  fc.record({
    kind: fc.constant("webhook"),
    url: fc.constant("https://x.example"),
    answers: fc.tuple(fc.record({ when: fc.constant({ path: "ok", op: "eq", value: true }), next })),
    next,
    failed: next,
  }),
  fc.record({
    kind: fc.constant("task"),
    title: fc.constant("Call"),
    outcomes: fc.constantFrom([], [{ outcome: "Settled", next: null }]),
    timeout: fc.option(duration, { nil: null }),
    next,
  }),
  fc.record({
    kind: fc.constant("approval"),
    title: fc.constant("May we?"),
    timeout: fc.option(duration, { nil: null }),
    approved: next,
    refused: next,
  }),
  fc.record({ kind: fc.constant("change"), traits: fc.constant([{ trait: "x", value: 1 }]), next }),
  fc.record({ kind: fc.constant("goal"), next }),
  fc.record({ kind: fc.constant("exit") }),
);

/** Flows of five steps with edges that lead anywhere: loops, dead ends and steps that nobody comes to included. */
export const definitionArbitrary: fc.Arbitrary<FlowDefinition> = fc
  .record({
    steps: fc
      .tuple(stepArbitrary, stepArbitrary, stepArbitrary, stepArbitrary, stepArbitrary)
      .map((list) => Object.fromEntries(list.map((step, index) => [ids[index], step]))),
    mostVisits: fc.integer({ min: 1, max: 6 }),
    onGoal: fc.boolean(),
  })
  .map(({ steps, mostVisits, onGoal }) =>
    flowDefinitionSchema.parse({
      trigger: { kind: "event", on: { event: "Trial Started" } },
      entry: {},
      exit: { on: [{ event: "Cancelled" }], onGoal },
      goal: { event: { event: "Paid" }, within: minutes(300) },
      start: "a",
      steps,
      mostVisits,
    }),
  );

export const person: PersonView = { ...nobody, id: "p_0123456789abcdef" };

export const interaction = (name: string, at: number): InteractionView => ({
  id: `${name} ${at}`,
  at,
  name,
  kind: "track",
  channel: "server",
  actor: "customer",
  source: "",
  url: "",
  path: "",
  title: "",
  sessionId: "",
  session: {},
  account: null,
  properties: {},
  bot: false,
});

export const viewOf = (isVip: boolean): FlowView => ({
  person: { ...person, traits: { vip: isVip } },
  timezone: "Europe/Madrid",
  holds: () => isVip,
});

/** What the world outside answers, by the key alone, so that it answers the same whenever it is asked. `later` is as late as the arbiter may say. */
export function answerTo({ kind, key }: Pending, nowMs: number): Answer {
  const pick = [...key].reduce((sum, char) => (sum * 31 + char.charCodeAt(0)) % 9973, 7);
  if (kind === "touch") {
    const answer = (["now", "no", "later", "task", "now"] as const)[pick % 5] ?? "now";
    return { kind: "touch", answer, atMs: answer === "later" ? nowMs + 60_000 * (1 + (pick % 90)) : null, reason: "Because." };
  }
  return kind === "change" || kind === "flow" ? { kind: "done", sentence: "Done." } : { kind: "made" };
}

/** A run as it is read back from where it is kept. */
export const throughJson = (run: Run): Run => JSON.parse(JSON.stringify(run)) as Run;
