import type { FlowDefinition } from "@throughline/contract";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { advanceRun, askAgain, dueOf, endRun, meetChange, meetEvent, resumeRun, startRun } from "./advance.ts";
import { drawVariant } from "./draw-variant.ts";
import { isOpen, type Advanced, type Answer, type Run, type TraceEvent } from "./run.ts";
import { answerTo, definitionArbitrary, interaction, throughJson, viewOf } from "./testing/flow-arbitraries.ts";

const startMs = Date.parse("2026-03-10T12:00:00Z");
const entry = {
  id: "0198",
  workspaceId: "w",
  flow: "f",
  person: "p_0123456789abcdef",
  event: null,
  side: "treated" as const,
  enteredBy: "Trial Started happened.",
};

/** What happens to a run, one thing after another. */
type Happening = { after: number } & (
  | { what: "time" }
  | { what: "event"; name: string }
  | { what: "vip"; isVip: boolean }
  | { what: "answer"; yes: boolean }
);
const happeningsArbitrary: fc.Arbitrary<Happening[]> = fc.array(
  fc.oneof(
    fc.record({ after: fc.integer({ min: 0, max: 90 }), what: fc.constant("time" as const) }),
    fc.record({
      after: fc.integer({ min: 0, max: 90 }),
      what: fc.constant("event" as const),
      name: fc.constantFrom("Verified", "Verified", "Paid", "Cancelled", "Seen"),
    }),
    fc.record({ after: fc.integer({ min: 0, max: 90 }), what: fc.constant("vip" as const), isVip: fc.boolean() }),
    fc.record({ after: fc.integer({ min: 0, max: 90 }), what: fc.constant("answer" as const), yes: fc.boolean() }),
  ),
  { maxLength: 25 },
);

type Story = { run: Run; events: TraceEvent[]; moves: Advanced["moves"]; asked: string[] };

/**
 * Lives through what happens as the server does. `crashes` says, of each transaction, how many of its steps are done before it dies and begins again from what is kept; null: it does not.
 */
function live(definition: FlowDefinition, happenings: readonly Happening[], crashes: (step: number) => number | null): Story {
  let kept: Story = { run: startRun(definition, entry, viewOf(false), startMs).run, events: [], moves: [], asked: [] };
  let isVip = false;
  let nowMs = startMs;
  const transaction = (index: number, begin: (run: Run) => Advanced | null): void => {
    const attempt = (stopAfter: number | null): Story | null => {
      const story: Story = { run: throughJson(kept.run), events: [...kept.events], moves: [...kept.moves], asked: [...kept.asked] };
      let steps = 0;
      for (let advanced = begin(story.run); advanced !== null;) {
        story.run = advanced.run;
        story.events.push(...advanced.events);
        story.moves.push(...advanced.moves);
        if (stopAfter !== null && ++steps > stopAfter) return null;
        const { pending } = advanced;
        if (!pending) break;
        story.asked.push(pending.key);
        advanced = resumeRun(definition, story.run, answerTo(pending, nowMs), viewOf(isVip), nowMs);
      }
      return story;
    };
    const crash = crashes(index);
    if (crash !== null) attempt(crash);
    kept = attempt(null) ?? kept;
  };
  transaction(0, () => startRun(definition, entry, viewOf(isVip), nowMs));
  happenings.forEach((happening, index) => {
    nowMs += happening.after * 60_000;
    if (happening.what === "vip") isVip = happening.isVip;
    transaction(index + 1, (run) => {
      const view = viewOf(isVip);
      if (happening.what === "time") return advanceRun(definition, run, view, nowMs);
      if (happening.what === "vip") return meetChange(definition, run, view, nowMs);
      if (happening.what === "event") {
        const { name } = happening;
        return meetEvent(
          definition,
          run,
          interaction(name, nowMs),
          { isGoal: name === "Paid", isExit: name === "Cancelled", isAwaited: name === "Verified" },
          view,
          nowMs,
        );
      }
      const answer: Answer | null =
        run.waiting?.for === "task"
          ? { kind: "task", outcome: happening.yes ? "Settled" : null }
          : run.waiting?.for === "approval"
            ? { kind: "approval", approved: happening.yes, by: "Ada" }
            : run.waiting?.for === "call"
              ? { kind: "call", outcome: happening.yes ? "answered" : "unknown", status: 200, body: { ok: true } }
              : null;
      return answer === null ? null : resumeRun(definition, run, answer, view, nowMs);
    });
  });
  return kept;
}

const runs = { numRuns: 400 };

describe("for any flow and whatever happens", () => {
  test("the same happenings give the same run, also when transactions die anywhere and begin again", () =>
    fc.assert(
      fc.property(
        definitionArbitrary,
        happeningsArbitrary,
        fc.array(fc.option(fc.nat(4), { nil: null })),
        (definition, happenings, crashes) => {
          expect(live(definition, happenings, (step) => crashes[step] ?? null)).toEqual(live(definition, happenings, () => null));
        },
      ),
      runs,
    ));

  test("nothing is asked for twice under one key but what the arbiter put off", () =>
    fc.assert(
      fc.property(definitionArbitrary, happeningsArbitrary, (definition, happenings) => {
        const { asked } = live(definition, happenings, () => null);
        for (const [key, times] of Map.groupBy(asked, (one) => one)) {
          const step = definition.steps[key.split(":")[1] ?? ""];
          if (step?.kind !== "message") expect(times).toHaveLength(1);
        }
      }),
      runs,
    ));

  test("no step is visited more often than the flow allows, and a run that waits can go on", () =>
    fc.assert(
      fc.property(definitionArbitrary, happeningsArbitrary, (definition, happenings) => {
        const { run, events } = live(definition, happenings, () => null);
        for (const visits of Object.values(run.visits)) expect(visits).toBeLessThanOrEqual(definition.mostVisits);
        const arrivals = Map.groupBy(
          events.filter(({ what }) => what === "arrived"),
          ({ step }) => step,
        );
        for (const [step, list] of arrivals) expect(list).toHaveLength(run.visits[step ?? ""] ?? 0);
        if (run.state === "waiting") expect(run.waiting).not.toBeNull();
        expect(isOpen(run)).toBe(run.endedMs === null);
      }),
      runs,
    ));

  test("what ended stays as it is, whatever comes", () =>
    fc.assert(
      fc.property(definitionArbitrary, happeningsArbitrary, (definition, happenings) => {
        const { run } = live(definition, [...happenings, { after: 1, what: "event", name: "Cancelled" }], () => null);
        expect(isOpen(run)).toBe(false);
        const laterMs = startMs + 1e9;
        const view = viewOf(true);
        for (const advanced of [
          advanceRun(definition, run, view, laterMs),
          askAgain(definition, run, view, laterMs),
          resumeRun(definition, run, { kind: "time" }, view, laterMs),
          endRun(definition, run, "left", "Again.", view, laterMs),
        ])
          expect(advanced).toEqual({ run, events: [], moves: [], pending: null });
        expect(meetChange(definition, run, view, laterMs)).toBeNull();
      }),
      runs,
    ));

  test("moves lead along edges of the flow: each begins where the last one ended", () =>
    fc.assert(
      fc.property(definitionArbitrary, happeningsArbitrary, (definition, happenings) => {
        const { moves } = live(definition, happenings, () => null);
        moves.forEach(({ from }, index) => expect(from).toBe(index === 0 ? "trigger" : moves[index - 1]?.to));
      }),
      runs,
    ));

  test("time alone moves nothing before it is due", () =>
    fc.assert(
      fc.property(definitionArbitrary, happeningsArbitrary, fc.nat(1_000_000), (definition, happenings, earlier) => {
        const { run } = live(definition, happenings, () => null);
        const dueMs = dueOf(definition, run);
        if (run.state !== "waiting" || dueMs === null) return;
        expect(advanceRun(definition, run, viewOf(false), dueMs - 1 - earlier).events).toEqual([]);
      }),
      runs,
    ));
});

describe("a split", () => {
  test("gives each person the same variant every time, and variants by their weights", () => {
    const variants = [
      { key: "a", weight: 1 },
      { key: "b", weight: 3 },
      { key: "never", weight: 0 },
    ];
    const draws = Array.from({ length: 20_000 }, (_, index) =>
      drawVariant(variants, { workspaceId: "w", flow: "f", step: "s", person: `p${index}` }),
    );
    expect(draws).toEqual(
      Array.from({ length: 20_000 }, (_, index) => drawVariant(variants, { workspaceId: "w", flow: "f", step: "s", person: `p${index}` })),
    );
    const share = draws.filter((key) => key === "b").length / draws.length;
    expect(Math.abs(share - 0.75)).toBeLessThan(0.015);
    expect(draws).not.toContain("never");
  });
});
