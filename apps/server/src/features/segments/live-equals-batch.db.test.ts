import { personIdOf, type JourneyDefinition, type Predicate } from "@throughline/contract";
import { compilePersonPredicate, profileIdOf, segmentsNamedBy, type InteractionView } from "@throughline/domain";
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
import { setConsent } from "../people/set-consent.ts";
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
/** Each after those that it names. */
const predicates: Record<string, Predicate> = {
  twice: { did: "A", count: { gte: 2 }, within: day(2) },
  never: { did: "B", count: { eq: 0 }, within: day(3) },
  few: { did: null, count: { lte: 2 } },
  exactly: { did: ["A", "B"], where: pro, count: { eq: 2 } },
  sequence: { sequence: ["A", { event: "B", where: pro }, "A"], within: day(2) },
  ever: { sequence: ["B", "B"] },
  seen: { property: "person.$lastSeen", op: "withinLast", value: day(2) },
  role: { all: [{ property: "person.role", op: "in", value: ["admin", "owner"] }, { did: "A" }] },
  asked: { any: [{ consent: "marketing" }, { property: "account.plan", op: "eq", value: "growth" }] },
  mixed: { all: [{ segment: "twice" }, { not: { segment: "never" } }] },
  trying: { stage: { journey: "trial", stage: "$start" } },
  stuck: { all: [{ stage: { journey: "trial", stage: "two" } }, { not: { did: "C", within: day(1) } }] },
  unhappy: {
    any: [
      { score: "nps", op: "lte", value: 6 },
      { score: "review", op: "lt", value: 3 },
    ],
  },
  beyond: { any: [{ segment: "mixed" }, { all: [{ segment: "seen" }, { not: { segment: "few" } }] }] },
};
const keys = Object.keys(predicates);
const trials = trialsBy("person");

const users = fc.constantFrom("u0", "u1", "u2");
const devices = fc.constantFrom("d0", "d1");
const hoursAgo = fc.integer({ min: -20, max: 200 });
const message = fc
  .record({
    n: fc.nat(40),
    userId: fc.option(users, { nil: undefined, freq: 2 }),
    anonymousId: fc.option(devices, { nil: undefined, freq: 1 }),
    what: fc.oneof(
      { weight: 8, arbitrary: fc.record({ event: fc.constantFrom("A", "B", "C", "D"), plan: fc.constantFrom("pro", "free", "gold") }) },
      { weight: 1, arbitrary: fc.record({ score: fc.integer({ min: 0, max: 10 }), kind: fc.constantFrom("nps", "review") }) },
      { weight: 1, arbitrary: fc.record({ role: fc.constantFrom("admin", "owner", "guest") }) },
      { weight: 1, arbitrary: fc.record({ groupId: fc.constantFrom("acme", "globex"), plan: fc.constantFrom("growth", "free") }) },
    ),
    hoursAgo,
  })
  .map(({ n, userId, anonymousId, what, hoursAgo: hours }) => {
    const ids = { ...(userId ? { userId } : {}), ...(anonymousId || !userId ? { anonymousId: anonymousId ?? "d0" } : {}) };
    const at = { ...ids, messageId: `n${n}`, timestamp: new Date(startOfTest - hours * hourMs).toISOString() };
    // Of a device that changes hands only its latest score is known.
    const head = "score" in what && !userId ? { ...at, anonymousId: undefined, userId: "u0" } : at;
    if ("score" in what)
      return what.kind === "nps"
        ? { ...head, type: "track", event: "Survey Answered", properties: what }
        : { ...head, type: "track", event: "Review Posted", properties: { rating: what.score / 2 } };
    if ("event" in what) return { ...head, type: "track", event: what.event, properties: { plan: what.plan } };
    if ("role" in what) return { ...head, type: "identify", traits: { role: what.role } };
    return { ...head, type: "group", groupId: what.groupId, traits: { plan: what.plan } };
  });
type Step =
  | { do: "events"; messages: object[] }
  | { do: "pass"; hours: number }
  | { do: "merge"; from: string; into: string }
  | { do: "unmerge"; who: string }
  | { do: "consent"; who: string; granted: boolean }
  | { do: "create"; keys: string[] }
  | { do: "compute" }
  | { do: "redefine"; trial: number }
  | { do: "check" };
const happening: fc.MaybeWeightedArbitrary<Step>[] = [
  { weight: 8, arbitrary: fc.record({ do: fc.constant("events" as const), messages: fc.array(message, { minLength: 1, maxLength: 8 }) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("pass" as const), hours: fc.integer({ min: 1, max: 60 }) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("merge" as const), from: users, into: users }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("unmerge" as const), who: users }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("consent" as const), who: users, granted: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("redefine" as const), trial: fc.nat(1) }) },
];
const step: fc.Arbitrary<Step> = fc.oneof(
  ...happening,
  { weight: 2, arbitrary: fc.record({ do: fc.constant("create" as const), keys: fc.subarray(keys, { minLength: 1 }) }) },
  { weight: 3, arbitrary: fc.constant({ do: "compute" as const }) },
  { weight: 1, arbitrary: fc.constant({ do: "check" as const }) },
);

type Interaction = { profileId: string; accountId: string | null; view: InteractionView };

/** Who is in each segment, by the one interpreter over everybody's whole timeline as it stands. */
async function fromNothing(workspaceId: string, log: readonly LogEntry[], trial: JourneyDefinition): Promise<Map<string, string[]>> {
  const { db } = stage.deps;
  const interactions = new Map<string, Interaction>();
  for (const [index, entry] of log.entries()) {
    const event = toPipelineEvent(entry, { partition: 0, position: "1", index });
    if ("message" in event && !interactions.has(event.id))
      interactions.set(event.id, {
        profileId: event.profile.id,
        accountId: event.accountId,
        view: toInteractionView(toInteractionRow(event)),
      });
  }
  const { rows: people } = await sql<{
    id: string;
    traits: Record<string, unknown>;
  }>`SELECT id, traits FROM person WHERE workspace_id = ${workspaceId}`.execute(db);
  const found = new Map(keys.map((key): [string, string[]] => [key, []]));
  for (const { id, traits } of people) {
    const stretches = await stretchesOfPerson(db, workspaceId, id);
    const theirs = [...interactions.values()].filter(({ profileId, view }) =>
      stretches.some((one) => one.profileId === profileId && view.at >= one.fromMs && view.at < one.untilMs),
    );
    const { rows: states } = await sql<{ consents: string[]; plans: string[] }>`
      SELECT ARRAY(SELECT purpose FROM (SELECT DISTINCT ON (c.purpose) c.purpose, c.granted FROM consent c JOIN profile f ON f.workspace_id = c.workspace_id AND f.id = c.profile_id
          WHERE f.workspace_id = ${workspaceId} AND f.person_id = ${id} ORDER BY c.purpose, c.at DESC, c.message_id DESC) l WHERE granted) AS consents,
        ARRAY(SELECT DISTINCT a.traits->'plan'->>0 FROM profile f JOIN account_member m ON m.workspace_id = f.workspace_id AND m.profile_id = f.id JOIN account a ON a.workspace_id = m.workspace_id AND a.id = m.account_id
          WHERE f.workspace_id = ${workspaceId} AND f.person_id = ${id} AND a.traits ? 'plan') AS plans`.execute(db);
    const state = states[0] as NonNullable<(typeof states)[0]>;
    const segments: string[] = [];
    const times = theirs.map(({ view }) => view.at);
    for (const key of keys) {
      const holds = compilePersonPredicate(predicates[key] as Predicate)(
        {
          id,
          traits,
          accounts: state.plans.map((plan) => ({ key: plan, name: "", traits: { plan }, firstSeen: 0, lastSeen: 0 })),
          consents: state.consents,
          reachable: [],
          segments,
          stages: stagesOf(
            trial,
            theirs.map(({ view }) => view),
            stage.now(),
          ),
          scores: scoresOf(theirs),
          firstSeen: Math.min(...times),
          lastSeen: Math.max(...times),
          interactions: theirs.map(({ view }) => view),
        },
        stage.now(),
      );
      if (!holds) continue;
      segments.push(key);
      found.get(key)?.push(id);
    }
  }
  return found;
}

/** The latest of each kind. */
function scoresOf(theirs: readonly Interaction[]): Record<string, number> {
  const sorted = theirs.map(({ view }) => view).sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
  return Object.fromEntries(
    sorted.flatMap(({ name, properties }): [string, number][] =>
      name === "Survey Answered"
        ? [["nps", properties["score"] as number]]
        : name === "Review Posted"
          ? [["review", properties["rating"] as number]]
          : [],
    ),
  );
}

type State = { log: LogEntry[]; made: Set<string>; trial: JourneyDefinition };

async function take(workspaceId: string, one: Step, state: State): Promise<void> {
  const editor = testAccess(workspaceId, "editor");
  const personOf = (user: string) => personIdOf(profileIdOf(workspaceId, "userId", user));
  /** What people may do in the console, and what they are told when it does not make sense. */
  const unlessRefused = (doing: Promise<unknown>) =>
    doing.catch((error: unknown) => {
      if ((error as Error).name !== "ProductError") throw error;
    });
  if (one.do === "events") state.log.push(...(await stage.process(workspaceId, one.messages)));
  if (one.do === "pass") await stage.pass(one.hours * hourMs);
  if (one.do === "merge") await unlessRefused(mergePeople(stage.deps, editor, { id: personOf(one.into), from: personOf(one.from) }));
  if (one.do === "unmerge") await unlessRefused(unmergePeople(stage.deps, editor, { id: personOf(one.who) }));
  if (one.do === "consent")
    await unlessRefused(setConsent(stage.deps, editor, { id: personOf(one.who), purpose: "marketing", granted: one.granted }));
  if (one.do === "create") for (const key of keys.filter((each) => one.keys.includes(each))) await create(workspaceId, key, state.made);
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
  const predicate = predicates[key] as Predicate;
  if (made.has(key)) {
    const editor = testAccess(workspaceId, "editor");
    await updateSegment(stage.deps, editor, { key, predicate: { did: "C" } });
    await updateSegment(stage.deps, editor, { key, predicate });
    return;
  }
  for (const other of segmentsNamedBy(predicate)) if (!made.has(other)) await create(workspaceId, other, made);
  made.add(key);
  await stage.create(workspaceId, key, predicate);
}

async function check(workspaceId: string, { log, made, trial }: State): Promise<void> {
  await stage.compute(2);
  const expected = await fromNothing(workspaceId, log, trial);
  for (const key of made) {
    const { rows } = await sql<{ id: string }>`
      SELECT m.profile_id AS id FROM segment s JOIN segment_member m ON m.segment_id = s.id WHERE s.workspace_id = ${workspaceId} AND s.key = ${key} ORDER BY 1`.execute(
      stage.deps.db,
    );
    expect(
      rows.map(({ id }) => id),
      key,
    ).toEqual(expected.get(key)?.sort((a, b) => Number(BigInt(a) - BigInt(b))));
  }
}

test("live segments are what the whole timeline says, after any history", { timeout: 600_000 }, () =>
  fc.assert(
    // First while segments come to be and are changed; then all are there, and nothing but what happens moves them.
    fc.asyncProperty(
      fc.array(step, { minLength: 4, maxLength: 12 }),
      fc.array(fc.oneof(...happening), { minLength: 4, maxLength: 10 }),
      async (before, after) => {
        const workspaceId = await stage.workspace();
        const trial = trials[0] as JourneyDefinition;
        const state: State = { log: [], made: new Set(), trial };
        await createJourney(stage.deps, testAccess(workspaceId, "editor"), trial);
        for (const one of before) await take(workspaceId, one, state);
        await take(workspaceId, { do: "create", keys: keys.filter((key) => !state.made.has(key)) }, state);
        await check(workspaceId, state);
        for (const one of after) {
          await take(workspaceId, one, state);
          await check(workspaceId, state);
        }
        await stage.pass(30 * hourMs);
        await check(workspaceId, state);
      },
    ),
    { numRuns: Number(process.env["SEGMENT_RUNS"] ?? 4), seed: randomSeed },
  ),
);
