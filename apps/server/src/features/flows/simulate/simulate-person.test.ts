import { defaultArbiterRules, flowDefinitionSchema, type ArbiterRules, type FlowDefinition } from "@throughline/contract";
import { compileEventMatch, journeyTemplates, type InteractionView, type JsonObject } from "@throughline/domain";
import { describe, expect, test } from "vitest";
import { compileFlow, type Surroundings } from "./compile-flow.ts";
import type { PersonPast } from "./past.ts";
import { simulatePerson } from "./simulate-person.ts";
import { emptyTally, totalsOf, type Tally } from "./tally.ts";

const at = (time: string): number => Date.parse(`2026-03-${time}:00Z`);
const around: Surroundings = {
  workspaceId: "00000000-0000-4000-8000-00000000000b",
  flow: "tried",
  timezone: "UTC",
  journeys: Object.fromEntries(journeyTemplates.map((journey) => [journey.key, journey])),
  segments: new Map([["fading", { not: { did: "Report Viewed", within: { value: 3, unit: "day" } } }]]),
};
const open: ArbiterRules = {
  ...defaultArbiterRules,
  gap: null,
  caps: [],
  quietHours: null,
  holdout: { share: 0, flowShare: 0, purposes: [] },
};
const flow = (definition: object): FlowDefinition =>
  flowDefinitionSchema.parse({ entry: {}, exit: {}, steps: {}, start: null, ...definition });

let count = 0;
const did = (name: string, time: string, properties: JsonObject = {}, kind = "track"): InteractionView => ({
  id: `00000000-0000-4000-8000-${String(count++).padStart(12, "0")}`,
  at: at(time),
  name,
  kind,
  channel: "web",
  actor: "customer",
  source: "s",
  url: "",
  path: "",
  title: "",
  sessionId: "",
  session: {},
  account: null,
  properties,
  bot: false,
});

type Known = Partial<Omit<PersonPast, "interactions" | "matches">>;

function simulate(
  definition: FlowDefinition,
  histories: readonly InteractionView[][],
  { rules = open, ...known }: Known & { rules?: ArbiterRules } = {},
): Tally {
  const compiled = compileFlow(definition, around);
  const tally = emptyTally();
  histories.forEach((interactions, index) => {
    const matches = new Map(
      compiled.conditions.map(({ text, match }) => {
        const serves = compileEventMatch(match);
        return [text, interactions.filter((one) => serves(one, {} as never, one.at))] as const;
      }),
    );
    const past: PersonPast = {
      personId: String(1000 + index),
      workspaceId: around.workspaceId,
      timezone: "UTC",
      email: "ada@x.example",
      phone: null,
      traits: {},
      stated: interactions.filter(({ kind }) => kind === "identify").map((one) => ({ at: one.at, traits: one.properties })),
      accounts: [],
      consents: [],
      reachable: ["email"],
      segments: [],
      firstSeen: 0,
      holdouts: [],
      touches: [],
      ...known,
      interactions,
      matches,
    };
    simulatePerson(compiled, past, rules, { fromMs: at("01T00:00"), toMs: at("31T00:00") }, tally);
  });
  return tally;
}

const mail = { kind: "message", channel: "email", template: "t", purpose: "service" } as const;
const days = (value: number) => ({ value, unit: "day" }) as const;

describe("a flow that is let in by an interaction", () => {
  const trial = flow({
    trigger: { kind: "event", on: { event: "Trial Started" } },
    goal: { event: { event: "Paid" }, within: days(10) },
    start: "wait",
    steps: {
      wait: { kind: "wait", wait: { for: "event", event: { event: "Report Viewed" }, timeout: days(2) }, next: null, timedOut: "remind" },
      remind: { ...mail, next: null },
    },
  });

  test("sends to those who did not do in time what was waited for, and counts each edge", () => {
    const tally = simulate(trial, [
      [did("Trial Started", "02T10:00")],
      [did("Trial Started", "02T10:00"), did("Report Viewed", "03T10:00")],
      [did("Report Viewed", "03T10:00")],
    ]);
    expect([tally.entrants, tally.people, tally.control]).toEqual([2, 2, 0]);
    expect(tally.edges).toEqual(
      expect.arrayContaining([
        { from: "trigger", way: "next", to: "wait", count: 2 },
        { from: "wait", way: "timedOut", to: "remind", count: 1 },
        { from: "wait", way: "next", to: null, count: 1 },
        { from: "remind", way: "next", to: null, count: 1 },
      ]),
    );
    expect(tally.steps).toEqual({ wait: { arrived: 2, waiting: 0 }, remind: { arrived: 1, waiting: 0 } });
    expect(tally.touches).toEqual([{ step: "remind", asked: 1, answers: [{ answer: "now", touches: 1 }], held: [] }]);
    expect(tally.days).toEqual([
      { day: "2026-03-02", entrants: 2, touches: 0, held: 0 },
      { day: "2026-03-04", entrants: 0, touches: 1, held: 0 },
    ]);
  });

  test("ends with the goal, which counts when it comes in its time, and tells how it went", () => {
    const tally = simulate(trial, [
      [did("Trial Started", "02T10:00"), did("Paid", "03T10:00")],
      [did("Trial Started", "02T10:00"), did("Paid", "13T10:00")],
      [did("Trial Started", "29T10:00")],
    ]);
    expect(tally.reachedGoal).toEqual({ treated: 1, held: 0 });
    expect(tally.closed).toEqual({ people: 2, reached: 1 });
    expect(tally.steps["wait"]).toEqual({ arrived: 3, waiting: 1 });
    expect(tally.examples[0]).toEqual({
      person: "1000",
      sentence: "2 March, 10:00: came in (does Trial Started). 3 March, 10:00: Reached the goal by Paid. 3 March, 10:00: Reached the goal.",
    });
  });

  test("lets nobody in again unless it says so", () => {
    const twice = [did("Trial Started", "02T10:00"), did("Trial Started", "12T10:00"), did("Trial Started", "14T10:00")];
    const entrants = (entry: object) => simulate({ ...trial, ...flow({ trigger: trial.trigger, entry }), goal: null }, [twice]).entrants;
    expect(entrants({ again: "never" })).toBe(1);
    expect(entrants({ again: "always" })).toBe(3);
    expect(entrants({ again: "after", after: days(11) })).toBe(2);
  });

  test("asks who may come in as they were then: what was stated later does not count", () => {
    const who = { property: "person.plan", op: "eq", value: "pro" };
    const history = [did("Trial Started", "02T10:00"), did("Identified", "05T10:00", { plan: "pro" }, "identify")];
    const pros = flow({ trigger: trial.trigger, entry: { who } });
    expect(simulate(pros, [history], { traits: { plan: "pro" } }).entrants).toBe(0);
    expect(simulate(pros, [[...history, did("Trial Started", "06T10:00")]], { traits: { plan: "free" } }).entrants).toBe(1);
    expect(simulate(pros, [[did("Trial Started", "02T10:00")]], { traits: { plan: "pro" } }).entrants).toBe(1);
  });
});

describe("the arbiter of a simulation", () => {
  const twoMails = flow({
    trigger: { kind: "event", on: { event: "Trial Started" } },
    start: "first",
    steps: { first: { ...mail, next: "second" }, second: { ...mail, expiresAfter: { value: 1, unit: "hour" }, next: null } },
  });

  test("counts what the flow itself would have taken: the second of two at once is held back by the gap", () => {
    const tally = simulate(twoMails, [[did("Trial Started", "02T10:00")]], { rules: { ...open, gap: defaultArbiterRules.gap } });
    expect(tally.touches).toEqual([
      { step: "first", asked: 1, answers: [{ answer: "now", touches: 1 }], held: [] },
      { step: "second", asked: 1, answers: [{ answer: "no", touches: 1 }], held: [{ rule: "gap", touches: 1 }] },
    ]);
    expect(totalsOf(tally)).toEqual({ entrants: 1, touches: 1, held: 1 });
  });

  test("puts off what quiet hours put off, and asks again when they end", () => {
    const whole = simulate(
      flow({ ...twoMails, start: "first", steps: { first: { ...mail, next: null } } }),
      [[did("Trial Started", "02T23:00")]],
      {
        rules: { ...open, quietHours: defaultArbiterRules.quietHours },
      },
    );
    expect(whole.touches).toEqual([{ step: "first", asked: 1, answers: [{ answer: "now", touches: 1 }], held: [] }]);
    expect(whole.examples[0]?.sentence).toContain("3 March, 08:00");
  });

  test("holds promotion back while a complaint is open, and no longer", () => {
    const promotes = flow({ ...twoMails, start: "first", steps: { first: { ...mail, purpose: "promotional", next: null } } });
    const consents = [{ purpose: "marketing", granted: true, at: 0 }];
    const complaint = did("Ticket Reopened", "02T09:00", { ticketId: "1" });
    const settled = did("Ticket Settled", "02T09:30", { ticketId: "1" });
    const answers = (history: InteractionView[]) => simulate(promotes, [history], { rules: open, consents }).touches[0]?.held;
    expect(answers([complaint, did("Trial Started", "02T10:00")])).toEqual([{ rule: "complaint", touches: 1 }]);
    expect(answers([complaint, settled, did("Trial Started", "02T10:00")])).toEqual([]);
  });

  test("leaves the same people alone as the live flow would, and they are only watched", () => {
    const half = { ...flow({ ...twoMails, goal: { event: { event: "Paid" }, within: days(5) } }), holdout: 0.5 };
    const people = Array.from({ length: 400 }, () => [did("Trial Started", "02T10:00"), did("Paid", "03T10:00")]);
    const tally = simulate(half, people);
    expect(tally.control).toBeGreaterThan(150);
    expect(tally.control).toBeLessThan(250);
    expect(tally.reachedGoal).toEqual({ treated: 400 - tally.control, held: tally.control });
    expect(tally.steps["first"]?.arrived).toBe(400 - tally.control);
    expect(simulate(half, people).control).toBe(tally.control);
  });

  test("counts what a person would have to decide as held back, and goes on as if they had said yes", () => {
    const risky = flow({
      ...twoMails,
      start: "first",
      steps: { first: { ...mail, stakes: "high", next: "second" }, second: { ...mail, next: null } },
    });
    const tally = simulate(risky, [[did("Trial Started", "02T10:00")]]);
    expect(tally.touches).toEqual([
      { step: "first", asked: 1, answers: [{ answer: "approval", touches: 1 }], held: [{ rule: "ownership", touches: 1 }] },
      { step: "second", asked: 1, answers: [{ answer: "now", touches: 1 }], held: [] },
    ]);
  });
});

describe("other ways in", () => {
  const into = (trigger: object, more: object = {}) => flow({ trigger, entry: { again: "always", ...more } });

  test("a segment is what its predicate says of the past: coming in by time alone, and leaving", () => {
    const history = [did("Report Viewed", "02T10:00"), did("Report Viewed", "10T10:00")];
    const days = (on: string) => simulate(into({ kind: "segment", segment: "fading", on }), [history]).days.map(({ day }) => day);
    expect(days("entered")).toEqual(["2026-03-05", "2026-03-13"]);
    expect(days("left")).toEqual(["2026-03-02", "2026-03-10"]);
  });

  test("a stage lets in those who reach it, or who are still there after so long", () => {
    const stalls = [did("Signed Up", "02T10:00"), did("Domain Verification Started", "02T11:00")];
    const passes = [...stalls, did("Domain Verification Completed", "02T15:00")];
    const stage = (on: string, after: object | null) => into({ kind: "stage", journey: "onboarding", stage: "verify-domain", on, after });
    expect(simulate(stage("reached", null), [stalls, passes]).entrants).toBe(2);
    const stalled = simulate(stage("stalled", days(1)), [stalls, passes]);
    expect([stalled.entrants, stalled.days[0]?.day]).toEqual([1, "2026-03-03"]);
  });

  test("a schedule lets in whoever the predicate holds for at that time", () => {
    const weekly = into({ kind: "schedule", every: "week", weekday: 1, at: "09:00", who: { did: "Report Viewed", within: days(7) } });
    expect(simulate(weekly, [[did("Report Viewed", "03T10:00"), did("Report Viewed", "18T10:00")]]).days.map(({ day }) => day)).toEqual([
      "2026-03-09",
      "2026-03-23",
    ]);
  });

  test("a date that moves lets in at the moment that it gives by then", () => {
    const before = into({ kind: "date", moment: { property: "person.renewal", days: -5, at: "09:00" } });
    const stated = [
      did("Identified", "01T08:00", { renewal: "2026-03-20" }, "identify"),
      did("Identified", "10T08:00", { renewal: "2026-03-28" }, "identify"),
    ];
    expect(simulate(before, [stated]).days.map(({ day }) => day)).toEqual(["2026-03-23"]);
  });

  test("nobody comes in by hand", () => expect(simulate(into({ kind: "manual" }), [[did("A", "02T10:00")]]).entrants).toBe(0));
});

describe("waits and exits by what people are", () => {
  test("a predicate that comes to hold ends a wait at its moment, an exit ends the run", () => {
    const waits = flow({
      trigger: { kind: "event", on: { event: "Trial Started" } },
      exit: { when: { did: "Cancelled" } },
      start: "wait",
      steps: {
        wait: {
          kind: "wait",
          wait: { for: "predicate", when: { did: "Report Viewed", count: { gte: 2 } }, timeout: days(10) },
          next: "mail",
          timedOut: null,
        },
        mail: { ...mail, next: null },
      },
    });
    const start = did("Trial Started", "02T10:00");
    const views = [did("Report Viewed", "03T10:00"), did("Report Viewed", "04T10:00")];
    expect(simulate(waits, [[start, ...views]]).days).toEqual([
      { day: "2026-03-02", entrants: 1, touches: 0, held: 0 },
      { day: "2026-03-04", entrants: 0, touches: 1, held: 0 },
    ]);
    const left = simulate(waits, [[start, did("Cancelled", "03T09:00"), ...views]]);
    expect([left.touches, left.examples[0]?.sentence]).toEqual([[], expect.stringContaining("What ends it holds.")]);
  });

  test("what a step changes holds for the branches behind it", () => {
    const changes = flow({
      trigger: { kind: "event", on: { event: "Trial Started" } },
      start: "mark",
      steps: {
        mark: { kind: "change", traits: [{ trait: "seen", value: true }], next: "which" },
        which: { kind: "branch", cases: [{ when: { property: "person.seen", op: "eq", value: true }, next: "task" }], otherwise: null },
        task: {
          kind: "task",
          title: "t",
          due: days(2),
          outcomes: [
            { outcome: "Done", next: "mail" },
            { outcome: "Not", next: null },
          ],
          timeout: null,
          next: null,
        },
        mail: { ...mail, next: null },
      },
    });
    const tally = simulate(changes, [[did("Trial Started", "02T10:00")]]);
    expect(tally.days.map(({ day, touches }) => [day, touches])).toEqual([
      ["2026-03-02", 0],
      ["2026-03-04", 1],
    ]);
  });
});
