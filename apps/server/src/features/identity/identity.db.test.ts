import { afterAll, beforeAll, describe, expect, test } from "vitest";
import fc from "fast-check";
import { sql } from "kysely";
import { profileIdOf } from "@throughline/domain";
import { personIdOf } from "@throughline/contract";
import { createTestPipeline, type TestPipeline } from "../../testing/test-pipeline.ts";
import { testAccess } from "../../testing/test-access.ts";
import { mergePeople, unmergePeople } from "../people/merge-people.ts";
import { readPersonTimeline } from "../people/read-person-timeline.ts";

/** More of them: FC_RUNS=200. */
const runs = Number(process.env["FC_RUNS"] ?? 8);

let pipeline: TestPipeline;
beforeAll(async () => {
  pipeline = await createTestPipeline();
});
afterAll(() => pipeline.close());

const day = (n: number) => new Date(Date.UTC(2026, 2, 1, n)).toISOString();
type Made = { messageId: string; timestamp: string } & Record<string, unknown>;

/** People as everybody sees them: identifiers, traits, counts and what is on their timeline; ids of workspaces taken out. */
async function peopleOf(workspaceId: string) {
  const { db } = pipeline.database;
  const { rows: people } = await sql<{
    id: string;
    known: boolean;
    name: string | null;
    traits: object;
    firstSeen: Date;
    lastSeen: Date;
    interactions: string;
  }>`
    SELECT id, known, name, traits, first_seen AS "firstSeen", last_seen AS "lastSeen", interactions FROM person WHERE workspace_id = ${workspaceId}`.execute(
    db,
  );
  const { rows: profiles } = await sql<{ personId: string; identifier: string }>`
    SELECT person_id AS "personId", kind || ':' || value AS identifier FROM profile WHERE workspace_id = ${workspaceId} ORDER BY 2`.execute(
    db,
  );
  const access = testAccess(workspaceId, "viewer");
  const described = await Promise.all(
    people.map(async ({ id, ...person }) => ({
      ...person,
      identifiers: profiles.filter((profile) => profile.personId === id).map((profile) => profile.identifier),
      self: profiles.find(
        (profile) =>
          profile.personId === id &&
          profileIdOf(workspaceId, profile.identifier.split(":")[0] as "userId", profile.identifier.split(":").slice(1).join(":")) === id,
      )?.identifier,
      timeline: (await readPersonTimeline({ db, clickhouse: pipeline.clickhouse }, access, { id: personIdOf(id), limit: 200 })).items
        .map((item) => item.messageId)
        .sort(),
    })),
  );
  return described;
}

/** Ids depend on the workspace, and with them which of two equal aliases gives the person its id. */
const asSeen = (people: Awaited<ReturnType<typeof peopleOf>>) =>
  people
    .map(({ self: _self, ...person }) => person)
    .sort((a, b) =>
      JSON.stringify(a.identifiers) + JSON.stringify(a.timeline) < JSON.stringify(b.identifiers) + JSON.stringify(b.timeline) ? -1 : 1,
    );

/** The same through the dictionaries that every aggregate query uses. */
async function ownersInTimeline(workspaceId: string) {
  const { personExpression } = await import("../timeline/index.ts");
  const rows = await pipeline.clickhouse.query<{ message_id: string; person: string }>({
    query: `SELECT message_id, toString(${personExpression}) AS person FROM interaction WHERE workspace_id = {w:UUID} ORDER BY message_id`,
    params: { w: workspaceId },
  });
  return rows;
}

const users = ["u1", "u2", "u3"];
const devices = ["d1", "d2"];
const timed = fc.integer({ min: 0, max: 40 }).map(day);
const event = fc.oneof(
  fc.record({ type: fc.constant("track"), event: fc.constantFrom("A", "B"), anonymousId: fc.constantFrom(...devices), timestamp: timed }),
  fc.record({ type: fc.constant("track"), event: fc.constantFrom("A", "B"), userId: fc.constantFrom(...users), timestamp: timed }),
  fc.record({
    type: fc.constant("track"),
    event: fc.constant("C"),
    userId: fc.constantFrom(...users),
    anonymousId: fc.constantFrom(...devices),
    timestamp: timed,
  }),
  fc.record({
    type: fc.constant("identify"),
    userId: fc.constantFrom(...users),
    anonymousId: fc.constantFrom(...devices),
    traits: fc.record({ name: fc.constantFrom("Ann", "Bo"), plan: fc.constantFrom("free", "pro", null) }),
    timestamp: timed,
  }),
  fc.record({
    type: fc.constant("identify"),
    userId: fc.constantFrom(...users),
    traitsOnce: fc.record({ plan: fc.constantFrom("trial", "none"), came_from: fc.constantFrom("news", "friend") }),
    timestamp: timed,
  }),
  fc.record({
    type: fc.constant("identify"),
    anonymousId: fc.constantFrom(...devices),
    traits: fc.record({ email: fc.constantFrom("a@x.example", "b@x.example"), emailVerified: fc.boolean() }),
    timestamp: timed,
  }),
  fc.record({
    type: fc.constant("identify"),
    userId: fc.constantFrom(...users),
    traits: fc.record({ email: fc.constantFrom("a@x.example", "b@x.example") }),
    timestamp: timed,
  }),
  fc.record({
    type: fc.constant("identify"),
    userId: fc.constantFrom(...users),
    traits: fc.record({ social: fc.record({ x: fc.constantFrom("@ann", "Ann", "@bo") }) }),
    timestamp: timed,
  }),
  fc.record({
    type: fc.constant("alias"),
    userId: fc.constantFrom(...users),
    previousId: fc.constantFrom("u1", "u3", "d1"),
    timestamp: timed,
  }),
);
const history = fc
  .array(event, { minLength: 1, maxLength: 12 })
  .map((list): Made[] => list.map((item, index) => ({ ...item, messageId: `m${index}` })));

const batches = (messages: readonly Made[], size: number): Made[][] =>
  Array.from({ length: Math.ceil(messages.length / size) }, (_, at) => messages.slice(at * size, (at + 1) * size));

describe("identity", () => {
  test("any order and any repetition of the same events gives the same people and the same timelines", async () => {
    await fc.assert(
      fc.asyncProperty(
        history,
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 24, maxLength: 24 }),
        fc.integer({ min: 1, max: 5 }),
        async (messages, weights, size) => {
          const [one, other] = [await pipeline.database.createWorkspace(), await pipeline.database.createWorkspace()];
          await pipeline.process(one, messages);
          const shuffled = [...messages, ...messages.slice(0, 4)]
            .map((message, index) => ({ message, weight: weights[index] ?? 0 }))
            .sort((a, b) => a.weight - b.weight);
          for (const batch of batches(
            shuffled.map(({ message }) => message),
            size,
          ))
            await pipeline.process(other, batch);
          expect(asSeen(await peopleOf(other))).toEqual(asSeen(await peopleOf(one)));
          for (const workspaceId of [one, other]) await expectOneOwnerEverywhere(workspaceId);
        },
      ),
      { numRuns: runs },
    );
  }, 300_000);

  test("merging two people and taking it back equals never having merged, whatever happened meanwhile", async () => {
    await fc.assert(
      fc.asyncProperty(history, history, fc.constantFrom("u1", "u2"), async (before, after, into) => {
        const [merged, never] = [await pipeline.database.createWorkspace(), await pipeline.database.createWorkspace()];
        const start: Made[] = ["u1", "u2"].map((userId, index) => ({
          type: "track",
          event: "Start",
          userId,
          messageId: `s${index}`,
          timestamp: day(1),
        }));
        const later = after.map((message) => ({ ...message, messageId: `later-${message.messageId}` }));
        for (const workspaceId of [merged, never]) await pipeline.process(workspaceId, [...start, ...before]);
        const from = into === "u1" ? "u2" : "u1";
        const access = testAccess(merged, "owner");
        const deps = { db: pipeline.database.db, timeline: pipeline.timeline };
        const ids = { into: personIdOf(profileIdOf(merged, "userId", into)), from: personIdOf(profileIdOf(merged, "userId", from)) };
        const merge = await mergePeople(deps, access, { id: ids.into, from: ids.from }).catch((error: { code: string }) => {
          // An alias among the events had made them one already.
          expect(error.code).toBe("conflict");
          return null;
        });
        for (const workspaceId of [merged, never]) await pipeline.process(workspaceId, later);
        if (merge) await unmergePeople(deps, access, { id: ids.into, mergeId: merge.mergeId });
        expect(asSeen(await peopleOf(merged))).toEqual(asSeen(await peopleOf(never)));
        await expectOneOwnerEverywhere(merged);
      }),
      { numRuns: runs },
    );
  }, 300_000);
});

/** The profile page (Postgres' stretches) and every count (ClickHouse's dictionaries) tell of the same owners. */
async function expectOneOwnerEverywhere(workspaceId: string): Promise<void> {
  const people = await peopleOf(workspaceId);
  const ownerOf = new Map((await ownersInTimeline(workspaceId)).map((row) => [row.message_id, row.person]));
  for (const person of people) {
    const [kind, ...value] = String(person.self).split(":");
    const id = profileIdOf(workspaceId, kind as "userId", value.join(":"));
    for (const messageId of person.timeline) expect(ownerOf.get(messageId)).toBe(id);
    expect(Number(person.interactions)).toBe(person.timeline.length);
  }
}
