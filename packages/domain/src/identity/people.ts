import { stretchesOf, type Claim, type Stretch } from "./ownership.ts";

/** The kinds of identifiers, strongest first: a person's own id is that of their strongest profile. */
export const profileKinds = ["userId", "email", "phone", "social", "anonymousId"] as const;
export type ProfileKind = (typeof profileKinds)[number];

export type IdentityProfile = { id: string; kind: ProfileKind };
/** An explicit decision (alias, or people in the console) that `from` and `into` are one person. */
export type MergeLink = { from: string; into: string };
export type IdentityGraph = {
  profiles: readonly IdentityProfile[];
  /** Claims on devices and contacts by their id. */
  claims: ReadonlyMap<string, readonly Claim[]>;
  merges: readonly MergeLink[];
};

/** Whose timeline each profile is on: person ids over time, in order. */
export type Ownership = Map<string, Stretch[]>;

/**
 * The people of a closed part of the identity graph. Explicit merges join profiles; a profile that no user claims and no merge joins is a person
 * of its own; a claimed device or contact follows its claimants over time. The person's id is that of the profile that merges point to, else of the
 * strongest and smallest. A function of the sets alone: order and repetition change nothing, and taking a merge away gives what never merging gave.
 */
export function resolvePeople(graph: IdentityGraph): Ownership {
  const rank = new Map(graph.profiles.map((profile) => [profile.id, profileKinds.indexOf(profile.kind)]));
  const roots = mergedRoots(graph, rank);
  const rootOf = (id: string) => roots.get(id) ?? id;
  const ownership: Ownership = new Map();
  const merged = new Set(graph.merges.map((merge) => merge.from));
  const resolve = (id: string, trail: ReadonlySet<string>): Stretch[] => {
    const known = ownership.get(id);
    if (known) return known;
    const claims = graph.claims.get(id) ?? [];
    // An explicit merge of a device outranks what was merely seen on it.
    if (claims.length === 0 || merged.has(id) || trail.has(id)) return [{ from: 0, owner: rootOf(id) }];
    const path = new Set(trail).add(id);
    return joinStretches(stretchesOf(claims).map((stretch) => ({ from: stretch.from, owners: resolve(rootOf(stretch.owner), path) })));
  };
  for (const profile of graph.profiles) ownership.set(profile.id, resolve(profile.id, new Set()));
  return ownership;
}

/** Each stretch of a device belongs to whoever owned the claimant during it (a claimant may itself be a contact with owners over time). */
function joinStretches(parts: { from: number; owners: Stretch[] }[]): Stretch[] {
  const joined: Stretch[] = [];
  const add = (from: number, owner: string) => {
    if (joined.at(-1)?.owner !== owner) joined.push({ from, owner });
  };
  parts.forEach((part, index) => {
    const until = parts[index + 1]?.from ?? Infinity;
    part.owners.forEach((stretch, at) => {
      const next = part.owners[at + 1]?.from ?? Infinity;
      const from = Math.max(part.from, stretch.from);
      if (next > part.from && from < until) add(from, stretch.owner);
    });
  });
  return joined;
}

/** The id that stands for each merged group: a profile that nothing merges away, of the strongest kind, the smallest id deciding. */
function mergedRoots(graph: IdentityGraph, rank: ReadonlyMap<string, number>): Map<string, string> {
  const parent = new Map<string, string>();
  const find = (id: string): string => {
    const next = parent.get(id);
    if (next === undefined || next === id) return id;
    const root = find(next);
    parent.set(id, root);
    return root;
  };
  const ids = new Set<string>();
  for (const { from, into } of graph.merges) {
    ids.add(from).add(into);
    parent.set(find(from), find(into));
  }
  const mergedAway = new Set(graph.merges.filter((merge) => merge.from !== merge.into).map((merge) => merge.from));
  const weight = (id: string): [number, number, bigint] => [mergedAway.has(id) ? 1 : 0, rank.get(id) ?? profileKinds.length, BigInt(id)];
  const best = new Map<string, string>();
  for (const id of ids) {
    const current = best.get(find(id));
    if (current === undefined || isLess(weight(id), weight(current))) best.set(find(id), id);
  }
  return new Map([...ids].map((id) => [id, best.get(find(id)) as string]));
}

function isLess(a: [number, number, bigint], b: [number, number, bigint]): boolean {
  if (a[0] !== b[0]) return a[0] < b[0];
  if (a[1] !== b[1]) return a[1] < b[1];
  return a[2] < b[2];
}
