import { personIdOf, type Interaction, type Person } from "@throughline/contract";
import { storyOf } from "./story.ts";
import type { World } from "./world.ts";

const stories = new Map<string, Interaction[]>();
/** Lived before this world began; the live stream adds to `world.interactions`. */
function told(world: World, person: Person): Interaction[] {
  const known = stories.get(person.id) ?? storyOf(person, new Date());
  stories.set(person.id, known);
  return [...world.interactions.filter(({ personId, at }) => personId === person.id && at > (known[0]?.at ?? "")), ...known];
}

export type TimelineQuestion = {
  kind?: string | undefined;
  channel?: string | undefined;
  name?: string | undefined;
  search?: string | undefined;
  from?: string | undefined;
  to?: string | undefined;
};

export function timelineOf(world: World, person: Person, { kind, channel, name, search, from, to }: TimelineQuestion = {}): Interaction[] {
  const wanted = search?.toLowerCase();
  return told(world, person).filter(
    (one) =>
      (kind === undefined || one.kind === kind) &&
      (channel === undefined || one.channel === channel) &&
      (name === undefined || one.name === name) &&
      (from === undefined || one.at >= from) &&
      (to === undefined || one.at < to) &&
      (wanted === undefined || `${one.name} ${one.context.url ?? ""} ${JSON.stringify(one.properties)}`.toLowerCase().includes(wanted)),
  );
}

export const findPerson = (world: World, id: string): Person | undefined => world.people.find((person) => person.id === id);

export const matchesSearch = (person: Person, search: string | undefined): boolean =>
  !search ||
  [person.name, person.email, person.phone, ...person.identifiers.map(({ value }) => value)].some((text) =>
    text?.toLowerCase().includes(search.toLowerCase()),
  );

/** Merges as the server does, so far as a page can tell: one profile with the identifiers of both. */
export function mergePeople(world: World, into: Person, from: Person): string {
  const mergeId = crypto.randomUUID();
  const at = new Date().toISOString();
  world.people.splice(world.people.indexOf(from), 1);
  const kept = into.identifiers[0];
  into.identifiers.push(
    ...from.identifiers.map((one) => ({
      ...one,
      evidence: [
        ...one.evidence,
        {
          reason: "merge" as const,
          with: kept ? `${kept.kind}:${kept.value}` : null,
          at,
          messageId: null,
          sourceId: null,
          actor: "Maria Torres",
          mergeId,
        },
      ],
    })),
  );
  into.traits = { ...from.traits, ...into.traits };
  into.interactions += from.interactions;
  into.possibleDuplicates = into.possibleDuplicates.filter(({ id }) => id !== from.id);
  taken.set(mergeId, from);
  return mergeId;
}
const taken = new Map<string, Person>();

export function unmergePeople(world: World, person: Person, mergeId: string): Person[] {
  const mergedIdentifiers = person.identifiers.filter(({ evidence }) => evidence.some((entry) => entry.mergeId === mergeId));
  person.identifiers = person.identifiers.filter((one) => !mergedIdentifiers.includes(one));
  const other = taken.get(mergeId) ?? {
    ...person,
    id: personIdOf(BigInt(900_000 + world.people.length)),
    name: "Somebody separate",
    identifiers: mergedIdentifiers.map((one) => ({ ...one, evidence: one.evidence.filter((entry) => entry.mergeId !== mergeId) })),
    possibleDuplicates: [],
    conflicts: [],
  };
  world.people.push(other);
  return [person, other];
}

const deletions = new Map<string, { startedAt: number; identifiers: number; interactions: number }>();
export function deletePerson(world: World, person: Person): string {
  const deletionId = crypto.randomUUID();
  deletions.set(deletionId, { startedAt: Date.now(), identifiers: person.identifiers.length, interactions: person.interactions });
  world.people.splice(world.people.indexOf(person), 1);
  return deletionId;
}
/** Four seconds, so that its progress can be seen. */
export function deletionOf(id: string) {
  const deletion = deletions.get(id);
  if (!deletion) return undefined;
  const done = Date.now() - deletion.startedAt > 4000;
  return {
    id,
    status: done ? ("done" as const) : ("running" as const),
    requestedAt: new Date(deletion.startedAt).toISOString(),
    verifiedAt: done ? new Date(deletion.startedAt + 4000).toISOString() : null,
    removed: { interactions: done ? deletion.interactions : 0, identifiers: deletion.identifiers },
  };
}
