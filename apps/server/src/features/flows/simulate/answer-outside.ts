import { durationMs, personIdOf, type ArbiterRules, type Duration, type Touch } from "@throughline/contract";
import { arbitrate, type Facts, type FlowAnswer, type FlowPending, type FlowRunState } from "@throughline/domain";
import type { CompiledFlow } from "./compile-flow.ts";
import { withOwnShare } from "./hold-out.ts";
import type { PastAt } from "./past.ts";
import type { Asked } from "./simulate-person.ts";

/** An answer that comes later: of a person who works on a task, of a server that is called. */
export type Promised = { atMs: number; runId: string; answer: FlowAnswer };

type World = {
  flow: CompiledFlow;
  run: FlowRunState;
  past: PastAt;
  rules: ArbiterRules;
  /** What the flow has taken of the person's attention; grows. */
  taken: Facts["past"][number][];
  asked: Map<string, Asked>;
  atMs: number;
};

const dayMs = 86_400_000;
const callMs = 1_000;

/**
 * What the world outside would have answered. The arbiter is asked in earnest. What people and other systems would have said nobody knows: they are taken to do what is asked of them, in time (see
 * `assumptionsOf`).
 */
export function answerOutside(pending: FlowPending, world: World): { answer: FlowAnswer; later: Promised[] } {
  const { run, atMs, past } = world;
  const made = (afterMs: number, answer: FlowAnswer) => ({
    answer: { kind: "made" } as const,
    later: [{ atMs: atMs + afterMs, runId: run.id, answer }],
  });
  switch (pending.kind) {
    case "touch":
      return { answer: askArbiter(pending, world), later: [] };
    case "task": {
      const { outcomes, due, timeout } = pending.task;
      const [first] = outcomes;
      return first ? made(inTime(due, timeout), { kind: "task", outcome: first.outcome }) : { answer: { kind: "made" }, later: [] };
    }
    case "approval":
      return made(inTime(pending.approval.due, pending.approval.timeout), { kind: "approval", approved: true, by: "Somebody" });
    case "call":
      return made(callMs, { kind: "call", outcome: "answered", status: 200, body: {} });
    case "change": {
      const { traits, addTo, removeFrom } = pending.change;
      past.change(
        traits.filter(({ value }) => typeof value !== "string" || !/\{[{%]/.test(value)),
        { add: addTo, remove: removeFrom },
      );
      return { answer: { kind: "done", sentence: "Is changed." }, later: [] };
    }
    case "flow":
      return { answer: { kind: "done", sentence: `Would start the flow ${pending.flow}.` }, later: [] };
  }
}

/** When it is due, else a day later; before time runs out. */
function inTime(due: Duration | null, timeout: Duration | null): number {
  const dueMs = due === null ? dayMs : durationMs(due);
  return timeout === null ? dueMs : Math.min(dueMs, Math.floor(durationMs(timeout) / 2));
}

function askArbiter({ key, step, message, expiresMs }: Extract<FlowPending, { kind: "touch" }>, world: World): FlowAnswer {
  const { flow, past, rules, taken, asked, atMs } = world;
  const before = asked.get(key);
  const approved = before !== undefined && (before.answer === "approval" || before.answer === "task");
  const touch: Touch = {
    id: key,
    person: personIdOf(past.view(atMs).id),
    kind: message.touch,
    purpose: message.purpose,
    ...(message.topic === null ? {} : { topic: message.topic }),
    channel: message.channel,
    priority: message.priority,
    value: message.value,
    stakes: message.stakes,
    ...(expiresMs === null ? {} : { expires: new Date(expiresMs).toISOString() }),
    flow: flow.around.flow,
    decidedBy: approved ? "approved" : "automation",
  };
  const decide = (decidedBy: Touch["decidedBy"]) => {
    const [decided] = arbitrate([{ ...touch, decidedBy }], past.facts(atMs, taken, rules), withOwnShare(rules, flow.definition), atMs);
    if (!decided) throw new Error("The arbiter did not answer.");
    return decided.ruling;
  };
  const first = decide(touch.decidedBy);
  // What a person would have to decide counts as such, and goes on as if they had said yes at once.
  const owned = first.answer === "task" || first.answer === "approval";
  const ruling = owned ? decide(first.answer === "task" ? "person" : "approved") : first;
  const { answer, rule } = approved ? before : first;
  asked.set(key, { step, atMs: before?.atMs ?? atMs, answer, rule });
  if (ruling.answer === "now") taken.push({ at: atMs, kind: message.touch, purpose: message.purpose });
  return { kind: "touch", answer: ruling.answer, atMs: ruling.at, reason: ruling.reason };
}
