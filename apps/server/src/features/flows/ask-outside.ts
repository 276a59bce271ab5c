import { defaultOutcomes, durationMs, nameOfStep, personIdOf, ProductError, type Touch } from "@throughline/contract";
import type { FlowAnswer, FlowPending } from "@throughline/domain";
import { sql } from "kysely";
import { decideTouches } from "../arbiter/index.ts";
import { createTask } from "../tasks/index.ts";
import { applyChange } from "./apply-change.ts";
import { contextOf } from "./context-of-run.ts";
import { enterPeople } from "./enter-people.ts";
import { queueCalls, queueMessages, TemplateFault, type NewCall } from "../messages/index.ts";
import { readWords, type Words } from "./render-words.ts";
import type { Asked, Session } from "./session.ts";

type AskedOf<Kind extends FlowPending["kind"]> = Asked & { pending: Extract<FlowPending, { kind: Kind }> };
const of = <Kind extends FlowPending["kind"]>(asked: readonly Asked[], kind: Kind): AskedOf<Kind>[] =>
  asked.filter((one): one is AskedOf<Kind> => one.pending.kind === kind);

/**
 * Does what runs need from outside, in their transaction: asks the arbiter about all touches of the round at once and puts what it allows into the outbox, makes tasks, puts calls into the outbox, changes traits,
 * starts other flows. What gets no answer here stays where it is: a change is done by the timer, which locks people before.
 */
export const askOutside =
  (session: Session) =>
  async (asked: readonly Asked[]): Promise<Map<Asked, FlowAnswer>> => {
    const answers = new Map<Asked, FlowAnswer>();
    const give = (one: Asked, answer: FlowAnswer) => void answers.set(one, answer);
    await askArbiter(session, of(asked, "touch"), give);
    const words = await readWords(session, asked);
    for (const one of of(asked, "task")) give(one, await orFailed(() => makeTask(session, one, words)));
    for (const one of of(asked, "approval")) give(one, await orFailed(() => makeApproval(session, one, words)));
    await call(session, of(asked, "call"), words, give);
    for (const one of of(asked, "change")) {
      const done = await orFailed(() => applyChange(session, one, words));
      if (done) give(one, done);
    }
    await startOthers(session, of(asked, "flow"), give);
    return answers;
  };

/** What is wrong with a text that people wrote ends this run and no other's. */
async function orFailed<A extends FlowAnswer | null>(how: () => Promise<A>): Promise<A | FlowAnswer> {
  try {
    return await how();
  } catch (error) {
    if (error instanceof TemplateFault) return { kind: "failed", reason: `A text of the step cannot be used: ${error.message}` };
    throw error;
  }
}

type Give = (one: Asked, answer: FlowAnswer) => void;

function touchOf({ work, pending: { key, step, message, expiresMs } }: AskedOf<"touch">): Touch {
  return {
    id: key,
    person: personIdOf(work.personId),
    kind: message.touch,
    purpose: message.purpose,
    ...(message.topic === null ? {} : { topic: message.topic }),
    channel: message.channel,
    priority: message.priority,
    value: message.value,
    ...(expiresMs === null ? {} : { expires: new Date(expiresMs).toISOString() }),
    stakes: message.stakes,
    flow: work.flow.key,
    title: nameOfStep(work.compiled.definition, step).slice(0, 200),
    source: `Flow “${work.flow.name}”`.slice(0, 200),
    decidedBy: "automation",
  };
}

type Decisions = Awaited<ReturnType<typeof decideTouches>>;
type Decided = Decisions extends Map<string, infer Decision> ? Decision : never;

/** Touches that the arbiter cannot take as they are end their own runs and nobody else's. */
async function decide(
  { tx, workspaceId, nowMs, readStretches }: Session,
  asked: readonly AskedOf<"touch">[],
  give: Give,
): Promise<Map<string, Decided | "refused">> {
  const at = { workspaceId, nowMs, readStretches };
  try {
    return await decideTouches(tx, at, asked.map(touchOf));
  } catch (error) {
    if (!(error instanceof ProductError)) throw error;
    const decisions = new Map<string, Decided | "refused">();
    for (const one of asked)
      try {
        for (const [key, decision] of await decideTouches(tx, at, [touchOf(one)])) decisions.set(key, decision);
      } catch (alone) {
        if (!(alone instanceof ProductError)) throw alone;
        decisions.set(one.pending.key, "refused");
        give(one, { kind: "failed", reason: `The arbiter cannot decide about it: ${alone.message}` });
      }
    return decisions;
  }
}

async function askArbiter(session: Session, asked: readonly AskedOf<"touch">[], give: Give): Promise<void> {
  if (asked.length === 0) return;
  const { tx, workspaceId, nowMs } = session;
  const decisions = await decide(session, asked, give);
  const messages = asked.flatMap((one) => {
    const decision = decisions.get(one.pending.key);
    if (decision === "refused") return [];
    if (!decision) {
      give(one, { kind: "touch", answer: "no", atMs: null, reason: "They are not there any more." });
      return [];
    }
    const { answer, dueAt, reason, rule, id } = decision;
    give(one, {
      kind: "touch",
      answer,
      atMs: dueAt?.getTime() ?? null,
      reason,
      evidence: { decision: id, ...(rule === null ? {} : { rule }) },
    });
    if (answer !== "now") return [];
    const { message, step, key, expiresMs } = one.pending;
    return [
      {
        key,
        touchId: key,
        profileId: one.work.stored.profileId,
        channel: message.channel,
        template: message.template,
        purpose: message.purpose,
        topic: message.topic,
        flow: one.work.flow.key,
        step,
        context: contextOf(one),
        expiresAt: expiresMs === null ? null : new Date(expiresMs),
      },
    ];
  });
  await queueMessages(tx, workspaceId, messages, new Date(nowMs));
}

async function memberOrNobody({ tx, workspaceId }: Session, userId: string | null): Promise<string | null> {
  if (userId === null) return null;
  const { rows } = await sql`SELECT FROM workspace_member WHERE workspace_id = ${workspaceId} AND user_id = ${userId}`.execute(tx);
  return rows.length > 0 ? userId : null;
}

/** What an approval lets happen, in words. */
function followsOn({ work }: Asked, to: string | null): string[] {
  const { definition } = work.compiled;
  const step = to === null ? undefined : definition.steps[to];
  if (to === null || !step) return ["If it is approved, the flow ends."];
  const how = step.kind === "message" ? ` by ${step.channel}, template ${step.template}, ${step.purpose}` : "";
  return [`If it is approved: ${step.kind} “${nameOfStep(definition, to)}”${how}.`];
}

const contextOfTask = ({ work }: Asked, more: readonly string[] = []) => ({
  journey: null,
  interaction: work.run.event === null ? null : { id: work.run.event.id, at: new Date(work.run.event.at).toISOString() },
  evidence: [
    { text: work.stored.enteredBy.slice(0, 500), link: null },
    ...more.map((text) => ({ text: text.slice(0, 500), link: null })),
    { text: "What the flow did so far", link: `/engage/flows/${work.flow.key}` },
  ],
});

async function makeTask(session: Session, one: AskedOf<"task">, say: Words): Promise<FlowAnswer> {
  const { tx, workspaceId, nowMs } = session;
  const { key, task: step } = one.pending;
  const words = (text: string, longest: number) => say(one, text).slice(0, longest);
  const { task } = await createTask(tx, {
    workspaceId,
    key: `flow ${key}`,
    title: words(step.title, 200) || step.title.slice(0, 200),
    why: words(step.why, 4000),
    profileId: one.work.stored.profileId,
    accountId: null,
    context: contextOfTask(one),
    assignee: await memberOrNobody(session, step.assignee),
    due: step.due === null ? null : new Date(nowMs + durationMs(step.due)),
    priority: step.priority,
    outcomes: step.outcomes.length === 0 ? defaultOutcomes : step.outcomes.map(({ outcome }) => outcome),
    origin: { kind: "flow", ref: one.work.flow.key },
    by: `Flow “${one.work.flow.name}”`,
    actor: "system",
    at: new Date(nowMs),
  });
  if (step.outcomes.length > 0) one.work.taskId = task.id;
  return { kind: "made", evidence: { task: task.id } };
}

export const approvalOutcomes = { yes: "Approve", no: "Refuse" } as const;

async function makeApproval(session: Session, one: AskedOf<"approval">, say: Words): Promise<FlowAnswer> {
  const { tx, workspaceId, nowMs } = session;
  const { key, approval: step } = one.pending;
  const words = (text: string, longest: number) => say(one, text).slice(0, longest);
  const { task } = await createTask(tx, {
    workspaceId,
    key: `flow ${key}`,
    title: `Approve: ${words(step.title, 190)}`.slice(0, 200),
    why: words(step.why, 4000),
    profileId: one.work.stored.profileId,
    accountId: null,
    context: contextOfTask(one, followsOn(one, step.approved)),
    assignee: await memberOrNobody(session, step.assignee),
    due: step.due === null ? null : new Date(nowMs + durationMs(step.due)),
    priority: "normal",
    outcomes: [approvalOutcomes.yes, approvalOutcomes.no],
    origin: { kind: "flow", ref: one.work.flow.key },
    by: `Flow “${one.work.flow.name}”`,
    actor: "system",
    at: new Date(nowMs),
  });
  one.work.taskId = task.id;
  return { kind: "made", evidence: { task: task.id } };
}

async function call(session: Session, asked: readonly AskedOf<"call">[], say: Words, give: Give): Promise<void> {
  const calls: NewCall[] = [];
  for (const one of asked) {
    const { call: step, key } = one.pending;
    const answer = await orFailed(async () => {
      const url = say(one, step.url).trim();
      if (!/^https?:\/\//.test(url))
        return {
          kind: "failed" as const,
          reason: url === "" ? "The address comes out empty." : `The address is none: ${url.slice(0, 100)}`,
        };
      const body = step.body === null ? null : say(one, step.body, "json");
      calls.push({
        key,
        profileId: one.work.stored.profileId,
        flow: one.work.flow.key,
        method: step.method,
        url,
        body,
        context: contextOf(one),
      });
      return { kind: "made" as const };
    });
    give(one, answer);
  }
  await queueCalls(session.tx, session.workspaceId, calls, new Date(session.nowMs));
}

async function startOthers(session: Session, asked: readonly AskedOf<"flow">[], give: Give): Promise<void> {
  for (const one of asked) {
    const { key, flow } = one.pending;
    const other = session.flows.flows.find((each) => each.key === flow);
    if (!other) {
      give(one, { kind: "done", sentence: `There is no flow ${flow} that was published.` });
      continue;
    }
    const { work } = one;
    const [refusal] = await enterPeople(session, [
      {
        flow: other,
        personId: work.personId,
        profileId: work.stored.profileId,
        key: `flow ${key}`,
        by: `The flow “${work.flow.name}” started it.`,
        event: work.run.event && { ...work.run.event, at: session.nowMs },
      },
    ]);
    give(one, { kind: "done", sentence: refusal ? `“${other.name}” did not start: ${refusal.reason}` : `“${other.name}” was started.` });
  }
}
