import type { FunnelAnswer, FunnelQuery } from "@throughline/contract";
import { accountOf } from "../../../predicates/index.ts";
import { resolveRange } from "../../intervals.ts";
import { mean, median, wilsonInterval } from "../../statistics/index.ts";
import {
  breakdownReader,
  eventLabel,
  liesIn,
  lookAt,
  otherGroup,
  rankGroups,
  type History,
  type ReferenceContext,
  type Seen,
} from "../seen.ts";
import type { Attempt, FunnelRules } from "./attempt.ts";
import { bestInAnyOrder } from "./best-in-any-order.ts";
import { bestInOrder } from "./best-in-order.ts";
import { funnelRules } from "./funnel-rules.ts";

/** The answer to a funnel by trying every attempt of everybody. */
export function funnelAnswer(query: FunnelQuery, history: History, context: ReferenceContext): FunnelAnswer {
  const rules = funnelRules(query, context.nowMs);
  const seen = lookAt(history, query.where, context.nowMs).filter(liesIn(resolveRange(query.range, context)));
  const bestAttempt = query.order === "any" ? bestInAnyOrder : bestInOrder;
  const attempts: Attempt[] = [];
  for (const [entity, own] of Map.groupBy(seen, entityOf(query.by))) {
    const best = entity === null ? null : bestAttempt(own, rules);
    if (best !== null) attempts.push(best);
  }
  return {
    kind: "funnel",
    ...figuresOf(attempts, query, rules),
    breakdown: groupsOf(attempts, query.breakdown).map(({ value, members }) => ({ value, ...figuresOf(members, query, rules) })),
  };
}

/** Whose history an interaction belongs to. */
function entityOf(by: FunnelQuery["by"]): (seen: Seen) => string | null {
  if (by === "person") return ({ person }) => person.id;
  if (by === "session") return ({ interaction }) => interaction.sessionId || null;
  return ({ interaction, person }) => accountOf(interaction, person)?.key ?? null;
}

const share = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole);

function figuresOf(attempts: readonly Attempt[], query: FunnelQuery, rules: FunnelRules): Omit<FunnelAnswer, "kind" | "breakdown"> {
  const n = attempts.length;
  const reached = (step: number) => attempts.filter((attempt) => attempt.some((done) => done.step === step));
  const steps = query.steps.map((step, index) => {
    const count = reached(index).length;
    const before = rules.steps.findLastIndex((rule, other) => other < index && !rule.optional);
    const seconds = reached(index).flatMap((attempt) => secondsBefore(attempt, index));
    return {
      label: step.label ?? eventLabel(step.event),
      count,
      fromPrevious: index === 0 ? null : share(count, reached(before).length),
      fromFirst: share(count, n),
      medianSeconds: median(seconds),
      meanSeconds: mean(seconds),
    };
  });
  const last = rules.steps.findLastIndex((rule) => !rule.optional);
  return { steps, n, conversion: wilsonInterval(reached(last).length, n) };
}

/** How long a step took from the one that was done before it; nothing for the first. */
function secondsBefore(attempt: Attempt, step: number): number[] {
  const index = attempt.findIndex((done) => done.step === step);
  const before = attempt[index - 1];
  return before === undefined ? [] : [((attempt[index]?.atMs ?? 0) - before.atMs) / 1000];
}

function groupsOf(attempts: readonly Attempt[], breakdown: FunnelQuery["breakdown"]): { value: string | null; members: Attempt[] }[] {
  if (breakdown === undefined) return [];
  const read = breakdownReader(breakdown.property);
  const members = Map.groupBy(attempts, (attempt) => attributed(attempt, breakdown.attribution, read));
  const { shown, hasOther } = rankGroups(new Map([...members].map(([value, group]) => [value, group.length])), breakdown.limit);
  const groups = shown.map((value) => ({ value, members: members.get(value) ?? [] }));
  if (!hasOther) return groups;
  const others = [...members].filter(([value]) => !shown.includes(value)).flatMap(([, group]) => group);
  return [...groups, { value: otherGroup, members: others }];
}

function attributed(attempt: Attempt, attribution: string, read: (seen: Seen) => string | null): string | null {
  if (attribution.startsWith("step:")) {
    const step = Number(attribution.slice(5)) - 1;
    const done = attempt.find((one) => one.step === step);
    return done ? read(done.seen) : null;
  }
  const values = attempt.map((done) => read(done.seen)).filter((value) => value !== null);
  return (attribution === "last" ? values.at(-1) : values[0]) ?? null;
}
