import { personIdOf, type JourneyDefinition, type Predicate } from "@throughline/contract";
import {
  accountAsWhole,
  compilePersonPredicate,
  nobody,
  profileIdOf,
  segmentsNamedBy,
  traitValues,
  type InteractionView,
  type Traits,
} from "@throughline/domain";
import fc from "fast-check";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { testAccess } from "../../testing/test-access.ts";
import { toPipelineEvent, type LogEntry } from "../collect/index.ts";
import { createJourney, updateJourney } from "../journeys/manage-journeys.ts";
import { randomSeed } from "../insights/testing/random-seed.ts";
import { toInteractionView } from "../live-segments/interaction-view.ts";
import { mergePeople, unmergePeople } from "../people/merge-people.ts";
import { stretchesOfPerson } from "../people/people.store.ts";
import { toInteractionRow } from "../timeline/index.ts";
import { computeStep } from "./compute-segments.ts";
import { createSegmentStage, hourMs, startOfTest, type SegmentStage } from "./live-segments.fixture.ts";
import { updateSegment } from "./manage-segments.ts";
import { stagesOf, trialsBy } from "./trial-journey.fixture.ts";

let stage: SegmentStage;
beforeAll(async () => {
  stage = await createSegmentStage();
});
afterAll(() => stage.close());

const day = (value: number) => ({ value, unit: "day" as const });
const pro = { property: "event.plan", op: "eq" as const, value: "pro" };
/** Segments of people, whose members those of accounts count. */
const ofPeople: Record<string, Predicate> = {
  keen: { did: "A", within: day(2) },
  quiet: { did: null, count: { lte: 2 } },
  settled: { sequence: ["A", "B"], within: day(3) },
};
/** Each after those that it names. */
const predicates: Record<string, Predicate> = {
  twice: { did: "A", count: { gte: 2 }, within: day(2) },
  never: { did: "B", count: { eq: 0 }, within: day(3) },
  few: { did: null, count: { lte: 3 } },
  exactly: { did: ["A", "B"], where: pro, count: { eq: 2 } },
  sequence: { sequence: ["A", { event: "B", where: pro }, "A"], within: day(2) },
  ever: { sequence: ["B", "B"] },
  seen: { property: "account.$lastSeen", op: "withinLast", value: day(2) },
  growing: { all: [{ property: "account.plan", op: "eq", value: "growth" }, { did: "A" }] },
  many: { property: "account.$people", op: "gte", value: 2 },
  mixed: { all: [{ segment: "twice" }, { not: { segment: "never" } }] },
  pair: { peopleIn: "keen", count: { gte: 2 } },
  half: { peopleIn: "keen", share: { gte: 0.5 } },
  none: { peopleIn: "quiet", count: { eq: 0 } },
  some: {
    any: [
      { peopleIn: "settled", share: { lte: 0.5 } },
      { peopleIn: "quiet", count: { gte: 1, lte: 2 }, share: { gte: 0.4 } },
    ],
  },
  both: { all: [{ segment: "half" }, { not: { segment: "twice" } }, { peopleIn: "settled" }] },
  trying: { stage: { journey: "trial", stage: "$start" } },
  stuck: { all: [{ stage: { journey: "trial", stage: "two" } }, { not: { did: "B", within: day(1) } }] },
  beyond: { any: [{ segment: "mixed" }, { all: [{ segment: "many" }, { not: { segment: "few" } }] }] },
};
const keys = Object.keys(predicates);
const trials = trialsBy("account");
const allKeys = [...Object.keys(ofPeople), ...keys];

const users = fc.constantFrom("u0", "u1", "u2", "u3");
const devices = fc.constantFrom("d0", "d1");
const companies = fc.constantFrom("acme", "globex", "initech");
const message = fc
  .record({
    n: fc.nat(40),
    userId: fc.option(users, { nil: undefined, freq: 2 }),
    anonymousId: fc.option(devices, { nil: undefined, freq: 1 }),
    inTheNameOf: fc.option(companies, { nil: undefined, freq: 1 }),
    what: fc.oneof(
      { weight: 6, arbitrary: fc.record({ event: fc.constantFrom("A", "B", "C", "D"), plan: fc.constantFrom("pro", "free", "gold") }) },
      { weight: 3, arbitrary: fc.record({ groupId: companies, plan: fc.constantFrom("growth", "free") }) },
    ),
    hoursAgo: fc.integer({ min: -20, max: 200 }),
  })
  .map(({ n, userId, anonymousId, inTheNameOf, what, hoursAgo }) => {
    const ids = { ...(userId ? { userId } : {}), ...(anonymousId || !userId ? { anonymousId: anonymousId ?? "d0" } : {}) };
    const at = { ...ids, messageId: `n${n}`, timestamp: new Date(startOfTest - hoursAgo * hourMs).toISOString() };
    if ("groupId" in what) return { ...at, type: "group", groupId: what.groupId, traits: { plan: what.plan } };
    const named = inTheNameOf ? { context: { groupId: inTheNameOf } } : {};
    return { ...at, ...named, type: "track", event: what.event, properties: { plan: what.plan } };
  });
type Step =
  | { do: "events"; messages: object[] }
  | { do: "pass"; hours: number }
  | { do: "merge"; from: string; into: string }
  | { do: "unmerge"; who: string }
  | { do: "create"; keys: string[] }
  | { do: "compute" }
  | { do: "redefine"; trial: number }
  | { do: "check" };
const happening: fc.MaybeWeightedArbitrary<Step>[] = [
  { weight: 8, arbitrary: fc.record({ do: fc.constant("events" as const), messages: fc.array(message, { minLength: 1, maxLength: 8 }) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("pass" as const), hours: fc.integer({ min: 1, max: 60 }) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("merge" as const), from: users, into: users }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("unmerge" as const), who: users }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("redefine" as const), trial: fc.nat(1) }) },
];
const step: fc.Arbitrary<Step> = fc.oneof(
  ...happening,
  { weight: 2, arbitrary: fc.record({ do: fc.constant("create" as const), keys: fc.subarray(allKeys, { minLength: 1 }) }) },
  { weight: 3, arbitrary: fc.constant({ do: "compute" as const }) },
  { weight: 1, arbitrary: fc.constant({ do: "check" as const }) },
);

type Interaction = { profileId: string; accountId: string | null; view: InteractionView };
type State = { log: LogEntry[]; made: Set<string>; trial: JourneyDefinition };

/** Whatever the log ever held, each interaction once. */
function interactionsOf(log: readonly LogEntry[]): Interaction[] {
  const interactions = new Map<string, Interaction>();
  for (const [index, entry] of log.entries()) {
    const event = toPipelineEvent(entry, { partition: 0, position: "1", index });
    if (!("message" in event) || interactions.has(event.id)) continue;
    const view = toInteractionView(toInteractionRow(event));
    interactions.set(event.id, { profileId: event.profile.id, accountId: event.accountId, view });
  }
  return [...interactions.values()];
}

/** The account of each interaction: its own, else the first that its person joined. */
async function doneFor(workspaceId: string, interactions: readonly Interaction[]): Promise<Map<string, InteractionView[]>> {
  const { db } = stage.deps;
  const done = new Map<string, InteractionView[]>();
  const add = (accountId: string, view: InteractionView) => done.set(accountId, [...(done.get(accountId) ?? []), view]);
  for (const { accountId, view } of interactions) if (accountId !== null) add(accountId, view);
  const { rows: memberships } = await sql<{ personId: string; accountId: string; since: Date }>`
    SELECT f.person_id AS "personId", m.account_id AS "accountId", m.first_seen AS since FROM account_member m JOIN profile f ON f.workspace_id = m.workspace_id AND f.id = m.profile_id
    WHERE m.workspace_id = ${workspaceId}`.execute(db);
  for (const [personId, list] of Map.groupBy(memberships, (one) => one.personId)) {
    const first = list.sort((a, b) => a.since.getTime() - b.since.getTime() || Number(BigInt(a.accountId) - BigInt(b.accountId)))[0];
    const stretches = await stretchesOfPerson(db, workspaceId, personId);
    for (const { profileId, accountId, view } of interactions)
      if (accountId === null && stretches.some((one) => one.profileId === profileId && view.at >= one.fromMs && view.at < one.untilMs))
        add((first as NonNullable<typeof first>).accountId, view);
  }
  return done;
}

/** How many people of each account are in each segment of people, by the one interpreter over everything that they ever did. */
async function peopleFromNothing(workspaceId: string, interactions: readonly Interaction[]): Promise<Map<string, Record<string, number>>> {
  const { db } = stage.deps;
  const counts = new Map<string, Record<string, number>>();
  const { rows: people } = await sql<{ id: string; accountIds: string[] }>`
    SELECT p.id, ARRAY(SELECT DISTINCT m.account_id::text FROM account_member m JOIN profile f ON f.workspace_id = m.workspace_id AND f.id = m.profile_id
      WHERE f.workspace_id = p.workspace_id AND f.person_id = p.id) AS "accountIds" FROM person p WHERE p.workspace_id = ${workspaceId}`.execute(
    db,
  );
  for (const { id, accountIds } of people) {
    const stretches = await stretchesOfPerson(db, workspaceId, id);
    const theirs = interactions.filter(({ profileId, view }) =>
      stretches.some((one) => one.profileId === profileId && view.at >= one.fromMs && view.at < one.untilMs),
    );
    const person = { ...nobody, id, interactions: theirs.map(({ view }) => view) };
    for (const [key, predicate] of Object.entries(ofPeople))
      if (compilePersonPredicate(predicate)(person, stage.now()))
        for (const accountId of accountIds) {
          const theirCounts = counts.get(accountId) ?? {};
          counts.set(accountId, { ...theirCounts, [key]: (theirCounts[key] ?? 0) + 1 });
        }
  }
  return counts;
}

/** Which accounts are in each segment, by the one interpreter over everything that was ever done in their name. */
async function fromNothing(workspaceId: string, log: readonly LogEntry[], trial: JourneyDefinition): Promise<Map<string, string[]>> {
  const interactions = interactionsOf(log);
  const done = await doneFor(workspaceId, interactions);
  const peopleIn = await peopleFromNothing(workspaceId, interactions);
  const { rows } = await sql<{ id: string; key: string; traits: Traits; people: number; firstSeen: Date; lastSeen: Date }>`
    SELECT a.id, a.key, a.traits, a.first_seen AS "firstSeen", a.last_seen AS "lastSeen",
      (SELECT count(DISTINCT f.person_id)::int FROM account_member m JOIN profile f ON f.workspace_id = m.workspace_id AND f.id = m.profile_id WHERE m.workspace_id = a.workspace_id AND m.account_id = a.id) AS people
    FROM account a WHERE a.workspace_id = ${workspaceId} ORDER BY a.key`.execute(stage.deps.db);
  const found = new Map(keys.map((key): [string, string[]] => [key, []]));
  for (const { id, key: accountKey, traits, people, firstSeen, lastSeen } of rows) {
    const seen = { firstSeen: firstSeen.getTime(), lastSeen: lastSeen.getTime() };
    const whole = accountAsWhole(id, { key: accountKey, name: "", traits: traitValues(traits), people, ...seen });
    const segments: string[] = [];
    // A journey of accounts is made of what names them.
    const named = interactions.filter(({ accountId }) => accountId === id).map(({ view }) => view);
    const stages = stagesOf(trial, named, stage.now());
    for (const key of keys) {
      const holds = compilePersonPredicate(predicates[key] as Predicate);
      if (!holds({ ...whole, segments, stages, peopleIn: peopleIn.get(id) ?? {}, interactions: done.get(id) ?? [] }, stage.now())) continue;
      segments.push(key);
      found.get(key)?.push(accountKey);
    }
  }
  return found;
}

async function take(workspaceId: string, one: Step, state: State): Promise<void> {
  const editor = testAccess(workspaceId, "editor");
  const personOf = (user: string) => personIdOf(profileIdOf(workspaceId, "userId", user));
  const unlessRefused = (doing: Promise<unknown>) =>
    doing.catch((error: unknown) => {
      if ((error as Error).name !== "ProductError") throw error;
    });
  if (one.do === "events") state.log.push(...(await stage.process(workspaceId, one.messages)));
  if (one.do === "pass") await stage.pass(one.hours * hourMs);
  if (one.do === "merge") await unlessRefused(mergePeople(stage.deps, editor, { id: personOf(one.into), from: personOf(one.from) }));
  if (one.do === "unmerge") await unlessRefused(unmergePeople(stage.deps, editor, { id: personOf(one.who) }));
  if (one.do === "create") for (const key of allKeys.filter((each) => one.keys.includes(each))) await create(workspaceId, key, state.made);
  if (one.do === "redefine") {
    state.trial = trials[one.trial] as JourneyDefinition;
    await updateJourney(stage.deps, editor, state.trial);
  }
  if (one.do === "compute") for (let round = 0; round < 2; round++) await computeStep(stage.deps, { profilesAtOnce: 2 });
  await stage.sendOwn(workspaceId);
  if (one.do === "check") await check(workspaceId, state);
}

/** With those that it names; one that is there is changed to something else and back again, so that it is computed beside itself. */
async function create(workspaceId: string, key: string, made: Set<string>): Promise<void> {
  const predicate = (ofPeople[key] ?? predicates[key]) as Predicate;
  if (made.has(key)) {
    const editor = testAccess(workspaceId, "editor");
    await updateSegment(stage.deps, editor, { key, predicate: { did: "C" } });
    await updateSegment(stage.deps, editor, { key, predicate });
    return;
  }
  for (const other of segmentsNamedBy(predicate)) if (!made.has(other)) await create(workspaceId, other, made);
  made.add(key);
  await stage.create(workspaceId, key, predicate, key in ofPeople ? "person" : "account");
}

async function check(workspaceId: string, { log, made, trial }: State): Promise<void> {
  await stage.compute(2);
  const expected = await fromNothing(workspaceId, log, trial);
  for (const key of keys.filter((each) => made.has(each))) expect(await stage.accounts(workspaceId, key), key).toEqual(expected.get(key));
}

test("live segments of accounts are what the whole timeline says, after any history", { timeout: 600_000 }, () =>
  fc.assert(
    // First while segments come to be and are changed; then all are there, and nothing but what happens moves them.
    fc.asyncProperty(
      fc.array(step, { minLength: 3, maxLength: 10 }),
      fc.array(fc.oneof(...happening), { minLength: 3, maxLength: 8 }),
      async (before, after) => {
        const workspaceId = await stage.workspace();
        const state: State = { log: [], made: new Set(), trial: trials[0] as JourneyDefinition };
        await createJourney(stage.deps, testAccess(workspaceId, "editor"), state.trial);
        for (const one of before) await take(workspaceId, one, state);
        await take(workspaceId, { do: "create", keys: allKeys.filter((key) => !state.made.has(key)) }, state);
        await check(workspaceId, state);
        for (const one of after) {
          await take(workspaceId, one, state);
          await check(workspaceId, state);
        }
        await stage.pass(30 * hourMs);
        await check(workspaceId, state);
      },
    ),
    { numRuns: Number(process.env["SEGMENT_RUNS"] ?? 6), seed: randomSeed },
  ),
);
