import {
  describeDuration,
  durationMs,
  waysOut,
  type ArbiterRules,
  type FlowDefinition,
  type FlowIssue,
  type FlowStep,
} from "@throughline/contract";

type Sent = { step: string; atMs: number };
const mostPaths = 5_000;

/**
 * Messages that the arbiter's caps or its gap cannot allow one after another: looks along every way through the flow (each step once), with the shortest time that each wait
 * can take. Warnings: the arbiter puts them off or refuses them, nobody is written to too often.
 */
export function budgetIssues(definition: FlowDefinition, rules: ArbiterRules): FlowIssue[] {
  const issues = new Map<string, FlowIssue>();
  const warn = (step: string, message: string) =>
    void issues.set(`${step} ${message}`, { severity: "warning", code: "budget_collision", step, field: null, message });
  let paths = 0;
  const follow = (id: string | null, atMs: number, sent: readonly Sent[], seen: ReadonlySet<string>): void => {
    const step = id === null ? undefined : definition.steps[id];
    if (id === null || step === undefined || seen.has(id) || ++paths > mostPaths) return;
    const now = step.kind === "message" ? [...sent, { step: id, atMs }] : sent;
    if (step.kind === "message") judge(definition, rules, now, warn);
    const next = new Set([...seen, id]);
    for (const { way, to } of waysOut(step)) follow(to, atMs + shortestMs(step, way), now, next);
  };
  follow(definition.start, 0, [], new Set());
  return [...issues.values()];
}

function judge(
  definition: FlowDefinition,
  rules: ArbiterRules,
  sent: readonly Sent[],
  warn: (step: string, message: string) => void,
): void {
  const last = sent.at(-1) as Sent;
  const message = (id: string) => definition.steps[id] as Extract<FlowStep, { kind: "message" }>;
  for (const { name, kinds, purposes, max, within } of rules.caps) {
    const counts = ({ step }: Sent) => purposes.includes(message(step).purpose) && (kinds === null || kinds.includes(message(step).touch));
    if (!counts(last)) continue;
    const earlier = sent.filter((one) => counts(one) && one.atMs > last.atMs - durationMs(within));
    if (earlier.length > max)
      warn(
        last.step,
        `This is message ${earlier.length} within ${describeDuration(within)}, and “${name}” allows ${max}: it is put off, or not sent.`,
      );
  }
  const before = sent.at(-2);
  const { gap } = rules;
  if (!gap || !before || !gap.purposes.includes(message(last.step).purpose) || !gap.purposes.includes(message(before.step).purpose)) return;
  if (last.atMs - before.atMs < durationMs(gap.within))
    warn(
      last.step,
      `It follows another message sooner than ${describeDuration(gap.within)}, the shortest time between two: it is put off.`,
    );
}

/** The shortest time that a step can take when it is left by this way. */
function shortestMs(step: FlowStep, way: string): number {
  if (step.kind !== "wait") return 0;
  const { wait } = step;
  if (wait.for === "duration") return durationMs(wait.duration);
  return way === "timedOut" && (wait.for === "event" || wait.for === "predicate") ? durationMs(wait.timeout) : 0;
}
