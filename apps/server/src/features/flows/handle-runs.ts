import { randomUUID } from "node:crypto";
import {
  parsePersonId,
  personIdOf,
  ProductError,
  type EntryRefusal,
  type FlowRunDetails,
  type FlowState,
  type Predicate,
} from "@throughline/contract";
import { endRun, interactionIdOf, isOpenRun, retryRun, type InteractionView } from "@throughline/domain";
import { sql } from "kysely";
import { recordAudit } from "../../platform/audit/record-audit.ts";
import { requirePermission, type Access } from "../../platform/auth/access.ts";
import { suppressionLock } from "../identity/index.ts";
import type { QueryDeps } from "../insights/index.ts";
import { askOutside } from "./ask-outside.ts";
import { enterPeople } from "./enter-people.ts";
import { loadFlows, type WorkspaceFlows } from "./flow-definitions.ts";
import { noSuchFlow, noSuchRun, type FlowsDeps, type Tx } from "./flows-deps.ts";
import { lockPeople, lockPeopleOfRuns } from "./lock-people.ts";
import { peopleOf } from "./people-of-predicate.ts";
import { getRun } from "./read-runs.ts";
import { notKnown, notLiveWords, withMoments } from "./refused-entries.ts";
import { lockRuns } from "./runs.store.ts";
import { createSession, type Session, type Work } from "./session.ts";

/** As a batch does: definitions stay, and nobody is deleted meanwhile. */
async function joinBatches(tx: Tx, workspaceId: string): Promise<WorkspaceFlows | null> {
  await sql`SELECT pg_advisory_xact_lock_shared(${suppressionLock})`.execute(tx);
  return (await loadFlows(tx, workspaceId)).get(workspaceId) ?? null;
}

type How = (session: Session, work: Work, nowMs: number) => void;

/** Moves one run, in a transaction of its own; `tell` belongs to it. Returns the run as it is then. @throws ProductError `not_found`, and what `how` throws. */
export function moveByHand(
  { db, now }: FlowsDeps,
  workspaceId: string,
  id: string,
  how: How,
  tell: (tx: Tx, work: Work) => Promise<void> = async () => {},
): Promise<Work> {
  const nowMs = now();
  return db.transaction().execute(async (tx) => {
    const flows = await joinBatches(tx, workspaceId);
    if (!flows) throw noSuchRun();
    const session = createSession({ tx, flows, nowMs, countStretches: null });
    await session.load(await lockPeopleOfRuns(tx, workspaceId, [id]));
    const [stored] = await lockRuns(tx, workspaceId, [id]);
    const work = stored && (await session.add(stored));
    if (!work || !session.personOf(work.personId)) throw noSuchRun();
    how(session, work, nowMs);
    await session.settle(askOutside(session));
    await session.save();
    await tell(tx, work);
    return work;
  });
}

async function handle(deps: FlowsDeps, access: Access, id: string, action: string, how: How): Promise<FlowRunDetails> {
  requirePermission(access, "flows:write");
  requirePermission(access, "people:read");
  await moveByHand(deps, access.workspaceId, id, how, (tx, { flow }) =>
    recordAudit(tx, access, { action, subject: id, details: { flow: flow.key } }),
  );
  return getRun({ db: deps.db }, access, { id });
}

/** Takes somebody out of a flow. @throws ProductError `conflict` when they are not in it any more. */
export const endRunByHand = (deps: FlowsDeps, access: Access, { id }: { id: string }): Promise<FlowRunDetails> =>
  handle(deps, access, id, "flows.end_run", (session, work, nowMs) => {
    if (!isOpenRun(work.run)) throw new ProductError("conflict", "They are not in it any more.");
    session.move(work, ({ compiled, run }, view) =>
      endRun(compiled.definition, run, "left", `${access.actor.name} took them out.`, view, nowMs),
    );
  });

/** The version that holds, where it is another and has the step: what was wrong may be mended there. Null: it goes on in its own. */
const mendedVersion = ({ flow, version, run: { step } }: Work): number | null =>
  flow.version !== version && (step === null || Object.hasOwn(flow.compiled.definition.steps, step)) ? flow.version : null;

/** Comes to the step at which a run failed once more. */
export const tryAgain =
  (by: string): How =>
  (session, work, nowMs) => {
    if (work.run.state !== "failed") throw new ProductError("conflict", "It has not failed.");
    const other = session.ofPerson(work.personId).find((one) => one !== work && one.flow === work.flow && isOpenRun(one.run));
    if (other && !work.flow.compiled.definition.entry.whileIn)
      throw new ProductError("conflict", "They are in it again already, by another run.");
    const version = mendedVersion(work);
    if (version !== null) Object.assign(work, { version, compiled: work.flow.compiled });
    session.move(work, ({ compiled, run }, view) => retryRun(compiled.definition, run, { by, version }, view, nowMs));
  };

/** Tries the step again at which a run failed, in the version that holds now. @throws ProductError `conflict` when it has not failed. */
export const retryRunByHand = (deps: FlowsDeps, access: Access, { id }: { id: string }): Promise<FlowRunDetails> =>
  handle(deps, access, id, "flows.retry_run", tryAgain(access.actor.name));

const peopleAtOnce = 500;
const mostRefusals = 1_000;
type Started = { entered: number; leftAlone: number; refused: EntryRefusal[] };

/** Lets people into a live flow by hand, or for a program. Its entry rules hold; with a `once` that was used before nobody comes in twice. @throws ProductError `not_found`, `conflict`, `invalid_input`. */
export async function startByHand(
  deps: QueryDeps,
  access: Access,
  input: {
    key: string;
    once?: string | undefined;
    people?: string[] | undefined;
    who?: Predicate | undefined;
    context: Record<string, unknown>;
  },
): Promise<Started> {
  requirePermission(access, "flows:write");
  requirePermission(access, "people:read");
  if ((input.people === undefined) === (input.who === undefined))
    throw new ProductError("invalid_input", "Either people or a predicate says who comes in.", {
      issues: [{ field: "people", message: "or who has to be there", accepted: "one of the two" }],
    });
  const people = input.people ?? (await peopleOf(deps, access, input.who as Predicate));
  const once = input.once ?? randomUUID();
  const started: Started = { entered: 0, leftAlone: 0, refused: [] };
  for (let from = 0; from < people.length; from += peopleAtOnce) {
    const { entered, leftAlone, refused } = await letIn(deps, access, {
      key: input.key,
      once,
      people: people.slice(from, from + peopleAtOnce),
      context: input.context,
    });
    started.entered += entered;
    started.leftAlone += leftAlone;
    started.refused.push(...refused);
  }
  return { ...started, refused: started.refused.slice(0, mostRefusals) };
}

async function letIn(
  { db, now }: FlowsDeps,
  access: Access,
  input: { key: string; once: string; people: readonly string[]; context: Record<string, unknown> },
): Promise<Started> {
  const { workspaceId } = access;
  const nowMs = now();
  return db.transaction().execute(async (tx) => {
    const flows = await joinBatches(tx, workspaceId);
    const flow = flows?.flows.find(({ key }) => key === input.key);
    if (!flows || !flow) {
      const { rows } = await sql<{ state: FlowState }>`
        SELECT state FROM flow WHERE workspace_id = ${workspaceId} AND key = ${input.key}`.execute(tx);
      const state = rows[0]?.state;
      throw state === undefined ? noSuchFlow(input.key) : new ProductError("conflict", notLiveWords[state === "live" ? "draft" : state]);
    }
    if (flow.state !== "live") throw new ProductError("conflict", notLiveWords[flow.state]);
    const profiles = input.people.flatMap((id) => parsePersonId(id) ?? []);
    const { rows } = await sql<{ id: string; personId: string }>`
      SELECT id, person_id AS "personId" FROM profile WHERE workspace_id = ${workspaceId} AND id = ANY(${profiles}::bigint[])`.execute(tx);
    const owners = new Map(rows.map(({ id, personId }) => [id, personId]));
    // Two requests at once let nobody in twice.
    await lockPeople(tx, workspaceId, owners.values());
    const session = createSession({ tx, flows, nowMs, countStretches: null });
    const known = profiles.flatMap((profileId) => {
      const personId = owners.get(profileId);
      return personId === undefined ? [] : [{ profileId, personId }];
    });
    const refusals = await enterPeople(
      session,
      known.map(({ profileId, personId }) => ({
        flow,
        personId,
        profileId,
        key: `hand ${input.once} ${profileId}`,
        by: `${access.actor.name} let them in.`,
        event: eventOf(flow.id, input.once, input.context, nowMs),
      })),
    );
    await session.settle(askOutside(session));
    await session.save();
    const refused = [
      ...profiles.filter((id) => !owners.has(id)).map((id) => ({ person: personIdOf(id), ...notKnown, at: null })),
      ...(await withMoments(
        tx,
        flow,
        known.flatMap(({ profileId, personId }, index) => {
          const refusal = refusals[index];
          return refusal ? [{ profileId, personId, refusal }] : [];
        }),
      )),
    ];
    const entered = profiles.length - refused.length;
    const leftAlone = [...session.works.values()].filter(
      ({ stored, run }) => stored.entryKey.startsWith(`hand ${input.once} `) && run.side !== "treated",
    ).length;
    await recordAudit(tx, access, { action: "flows.start", subject: input.key, details: { entered, refused: refused.length } });
    return { entered, leftAlone, refused };
  });
}

/** What was given along, as templates and branches read it: `event.…`. */
function eventOf(flowId: string, key: string, properties: Record<string, unknown>, nowMs: number): InteractionView {
  return {
    id: interactionIdOf(flowId, `hand ${key}`),
    at: nowMs,
    name: "Flow Started",
    kind: "track",
    channel: "server",
    actor: "agent",
    source: "",
    url: "",
    path: "",
    title: "",
    sessionId: "",
    session: {},
    account: null,
    properties,
    bot: false,
  };
}
