import type { Predicate } from "@throughline/contract";
import { compileEventPredicate, compilePersonPredicate, type PersonView } from "@throughline/domain";
import { arbitraryNowMs, arbitraryPeople, arbitraryPredicate } from "@throughline/domain/predicates/testing";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { queryLimits } from "../limits.ts";
import { loadedPersonId, loadHistories } from "../testing/load-histories.ts";
import { migratedClickHouse, type MigratedClickHouse } from "../testing/migrated-clickhouse.ts";
import {
  compileEventCondition,
  compilePersonCondition,
  createParameters,
  type NamedPeople,
  type Parameters,
  type PropertyType,
} from "./index.ts";
import { randomSeed } from "../testing/random-seed.ts";

let store: MigratedClickHouse;
beforeAll(async () => {
  store = await migratedClickHouse();
});
afterAll(() => store.close());

/** Segments, stages and scores as the people themselves say. */
function namedPeople(workspaceId: string, people: readonly PersonView[]): NamedPeople {
  const those = (holds: (person: PersonView) => boolean, parameters: Parameters) =>
    `SELECT arrayJoin(${parameters.add(
      people.filter(holds).map(({ id }) => loadedPersonId(workspaceId, id)),
      "Array(UInt64)",
    )}) AS person_id`;
  return {
    segment: (key, parameters) => those((person) => person.segments.includes(key), parameters),
    stage: (stage, parameters) => those((person) => compilePersonPredicate({ stage })(person, arbitraryNowMs), parameters),
    score: (score, parameters) => those((person) => compilePersonPredicate(score)(person, arbitraryNowMs), parameters),
  };
}

/** Which of the conditions hold for each row, by the row's id: one statement for all of them. */
async function holding(from: string, id: string, conditions: readonly string[], parameters: Parameters): Promise<Map<string, boolean[]>> {
  const rows = await store.clickhouse.query<{ id: string; holds: boolean[] }>({
    query: `SELECT ${id} AS id, [${conditions.map((condition) => `toBool(${condition})`).join(", ")}] AS holds FROM ${from} WHERE workspace_id = ${parameters.workspace}`,
    params: parameters.values,
    settings: queryLimits,
  });
  return new Map(rows.map((row) => [row.id, row.holds]));
}

const typesSeen =
  (people: readonly PersonView[]) =>
  (name: string): ReadonlySet<PropertyType> | null => {
    const values = people
      .flatMap((person) => person.interactions.map((one) => one.properties[name]))
      .filter((value) => value !== undefined && value !== null);
    return values.length === 0 ? null : new Set(values.map((value) => (Array.isArray(value) ? "array" : (typeof value as PropertyType))));
  };

type Drawn = { people: PersonView[]; predicates: Predicate[] };
const samples = (scope: "event" | "person", numRuns: number): Drawn[] =>
  fc.sample(fc.record({ people: arbitraryPeople, predicates: fc.array(arbitraryPredicate(scope), { minLength: 12, maxLength: 12 }) }), {
    numRuns,
    seed: randomSeed,
  });

describe("a predicate means the same in ClickHouse as in memory", () => {
  test.each([
    ["where nothing is known of types", false],
    ["where the catalogue tells the types", true],
  ])("of an interaction, %s", async (_name, knowsTypes) => {
    const drawn = samples("event", 6);
    const workspaceIds = await loadHistories(
      store.clickhouse,
      drawn.map(({ people }) => people),
    );
    for (const [index, { people, predicates }] of drawn.entries()) {
      const workspaceId = workspaceIds[index] as string;
      const context = {
        nowMs: arbitraryNowMs,
        typesOf: knowsTypes ? typesSeen(people) : () => null,
        people: namedPeople(workspaceId, people),
      };
      const parameters = createParameters(workspaceId);
      const conditions = predicates.map((predicate) => compileEventCondition(predicate, parameters, context));
      const found = await holding("interaction", "message_id", conditions, parameters);
      for (const [place, predicate] of predicates.entries()) {
        const holds = compileEventPredicate(predicate);
        for (const person of people)
          for (const one of person.interactions)
            expect(found.get(one.id)?.[place], JSON.stringify({ predicate, one, person })).toBe(holds(one, person, arbitraryNowMs));
      }
    }
  });

  test("of a person", async () => {
    const drawn = samples("person", 8);
    const workspaceIds = await loadHistories(
      store.clickhouse,
      drawn.map(({ people }) => people),
    );
    for (const [index, { people, predicates }] of drawn.entries()) {
      const workspaceId = workspaceIds[index] as string;
      const context = { nowMs: arbitraryNowMs, typesOf: () => null, people: namedPeople(workspaceId, people) };
      const parameters = createParameters(workspaceId);
      const conditions = predicates.map((predicate) => compilePersonCondition(predicate, "person_id", parameters, context));
      const found = await holding("person_state FINAL", "toString(person_id)", conditions, parameters);
      for (const [place, predicate] of predicates.entries()) {
        const holds = compilePersonPredicate(predicate);
        for (const person of people)
          expect(found.get(loadedPersonId(workspaceId, person.id))?.[place], JSON.stringify({ predicate, person })).toBe(
            holds(person, arbitraryNowMs),
          );
      }
    }
  });
});
