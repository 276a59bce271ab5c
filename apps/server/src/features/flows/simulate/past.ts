import { personIdOf, type ArbiterRules } from "@throughline/contract";
import {
  isTimeZone,
  signalsOf,
  type AccountView,
  type Facts,
  type InteractionView,
  type JsonObject,
  type MatterKind,
  type RememberedView,
  type ScoreKind,
} from "@throughline/domain";

/** What somebody was said to be at a moment (an identify or group call). */
export type Stated = { at: number; traits: JsonObject };
export type AccountPast = AccountView & { joinedAt: number; stated: readonly Stated[] };

/** Everything that is known about a person's past, oldest first. Times are ms since 1970. */
export type PersonPast = {
  /** As decimal text. */
  personId: string;
  workspaceId: string;
  /** The workspace's, where the person has none. */
  timezone: string;
  email: string | null;
  phone: string | null;
  /** Traits of now: what was never stated by an identify call counts as it is now. */
  traits: JsonObject;
  stated: readonly Stated[];
  /** In the order in which they joined them. */
  accounts: readonly AccountPast[];
  consents: readonly { purpose: string; granted: boolean; at: number }[];
  reachable: readonly ("email" | "phone")[];
  /** Static segments of now. */
  segments: readonly string[];
  firstSeen: number;
  holdouts: Facts["holdouts"];
  /** Touches that took attention in fact, but for those of the flow that is tried. */
  touches: Facts["past"];
  interactions: readonly InteractionView[];
  /** Which of the interactions fulfil which conditions, by their canonical text; each in order of time. */
  matches: RememberedView["matches"];
};

type Snapshot = { at: number; traits: JsonObject };
/** Accounts are the same for all their people: what they were over time is put together once. */
const known = new WeakMap<readonly Stated[], Snapshot[]>();

/** Traits as they were over time: what was stated last until then; what was never stated is as it is now; what was stated only later was not known. Only where something changed, from −∞ on. */
function snapshotsOf(now: JsonObject, stated: readonly Stated[]): Snapshot[] {
  const before = known.get(stated);
  if (before) return before;
  const everStated = new Set(stated.flatMap(({ traits }) => Object.keys(traits)));
  let last: Snapshot = { at: -Infinity, traits: Object.fromEntries(Object.entries(now).filter(([name]) => !everStated.has(name))) };
  const snapshots = [last];
  for (const { at, traits } of stated) {
    const news = Object.entries(traits).filter(([name, value]) => JSON.stringify(last.traits[name] ?? null) !== JSON.stringify(value));
    if (news.length === 0) continue;
    const kept = Object.entries({ ...last.traits, ...Object.fromEntries(news) }).filter(([, value]) => value !== null);
    last = { at, traits: Object.fromEntries(kept) };
    snapshots.push(last);
  }
  known.set(stated, snapshots);
  return snapshots;
}

/** The place of the last that is not later, in order of time; −1 where there is none. */
function lastUntil(moments: readonly { at: number }[], atMs: number): number {
  let low = 0;
  let high = moments.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((moments[middle] as { at: number }).at <= atMs) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** Traits as they were at a moment. */
function traitsAsOf(now: JsonObject, stated: readonly Stated[], atMs: number): JsonObject {
  const snapshots = snapshotsOf(now, stated);
  return (snapshots[lastUntil(snapshots, atMs)] as Snapshot).traits;
}

const pushTraits = ["pushToken", "deviceToken"];

export type PastAt = {
  view(atMs: number): RememberedView;
  facts(atMs: number, taken: Facts["past"], rules: ArbiterRules): Facts;
  timezone(atMs: number): string;
  /** The next moment at which something other than behaviour is known to change, or Infinity. */
  nextChange(atMs: number): number;
  /** What a step of the flow changes from here on. */
  change(
    traits: readonly { trait: string; value: string | number | boolean | null }[],
    segments: { add: readonly string[]; remove: readonly string[] },
  ): void;
};

/** A person at any moment of their past. Views are kept from one change to the next, so that what is computed of them is computed once. */
export function pastOf(past: PersonPast): PastAt {
  const signals = past.interactions.flatMap((one) =>
    signalsOf({ name: one.name, actor: one.actor, properties: one.properties }).map((signal) => ({ at: one.at, signal })),
  );
  const scores = signals.flatMap(({ at, signal }) => ("score" in signal ? [{ at, kind: signal.score, score: signal.value }] : []));
  const changesOf = (now: JsonObject, stated: readonly Stated[]) => snapshotsOf(now, stated).slice(1);
  const changes = [
    ...changesOf(past.traits, past.stated),
    ...past.accounts.flatMap(({ joinedAt, traits, stated }) => [{ at: joinedAt }, ...changesOf(traits, stated)]),
    ...past.consents,
    ...scores,
  ]
    .map(({ at }) => ({ at }))
    .sort((a, b) => a.at - b.at);
  const afterwards = (atMs: number): number => changes[lastUntil(changes, atMs) + 1]?.at ?? Infinity;
  const changed = { traits: {} as JsonObject, added: new Set<string>(), removed: new Set<string>() };
  let kept: { from: number; until: number; view: RememberedView } | null = null;

  const consentsAt = (atMs: number) => {
    const latest = new Map<string, PersonPast["consents"][number]>();
    for (const consent of past.consents) if (consent.at <= atMs) latest.set(consent.purpose, consent);
    return [...latest.values()];
  };
  const accountsAt = (atMs: number): AccountView[] =>
    past.accounts
      .filter(({ joinedAt }) => joinedAt <= atMs)
      .map(({ stated, joinedAt: _joinedAt, ...account }) => ({ ...account, traits: traitsAsOf(account.traits, stated, atMs) }));
  const scoresAt = (atMs: number) => {
    const latest = new Map<ScoreKind, { score: number; at: number }>();
    for (const { at, kind, score } of scores) if (at <= atMs) latest.set(kind, { score, at });
    return latest;
  };
  const lastSeenAt = (atMs: number): number => past.interactions[lastUntil(past.interactions, atMs)]?.at ?? past.firstSeen;

  const build = (atMs: number): RememberedView => ({
    id: past.personId,
    traits: { ...traitsAsOf(past.traits, past.stated, atMs), ...changed.traits },
    accounts: accountsAt(atMs),
    consents: consentsAt(atMs).flatMap(({ purpose, granted }) => (granted ? [purpose] : [])),
    reachable: past.reachable,
    segments: [...past.segments.filter((key) => !changed.removed.has(key)), ...changed.added],
    stages: [],
    scores: Object.fromEntries([...scoresAt(atMs)].map(([kind, { score }]) => [kind, score])),
    firstSeen: past.firstSeen,
    lastSeen: lastSeenAt(atMs),
    interactions: [],
    matches: past.matches,
  });

  const view = (atMs: number): RememberedView => {
    if (kept && kept.from <= atMs && atMs < kept.until) return kept.view;
    kept = { from: changes[lastUntil(changes, atMs)]?.at ?? -Infinity, until: afterwards(atMs), view: build(atMs) };
    return kept.view;
  };
  const timezone = (atMs: number): string => {
    const stated = view(atMs).traits["timezone"];
    return isTimeZone(stated) ? stated : past.timezone;
  };

  return {
    view,
    timezone,
    nextChange: afterwards,
    facts(atMs, taken, rules) {
      const { traits, accounts } = view(atMs);
      return {
        workspaceId: past.workspaceId,
        personId: personIdOf(past.personId),
        timezone: timezone(atMs),
        email: past.email,
        phone: past.phone,
        push: pushTraits.some((name) => typeof traits[name] === "string" && traits[name] !== ""),
        traits,
        consents: consentsAt(atMs),
        matters: openMatters(signals, atMs),
        scores: [...scoresAt(atMs)].map(([kind, one]) => ({ kind, ...one })),
        past: [...past.touches.filter(({ at }) => at <= atMs), ...taken],
        tiers: [...new Set(accounts.flatMap((account) => tierOf(account, rules)))],
        holdouts: past.holdouts,
      };
    },
    change(traits, { add, remove }) {
      for (const { trait, value } of traits) changed.traits[trait] = value;
      for (const key of add) void (changed.added.add(key), changed.removed.delete(key));
      for (const key of remove) void (changed.removed.add(key), changed.added.delete(key));
      kept = null;
    },
  };
}

const tierOf = ({ traits }: AccountView, { ownership: { tierTrait } }: ArbiterRules): string[] => {
  const tier = traits[tierTrait];
  return typeof tier === "string" || typeof tier === "number" ? [String(tier)] : [];
};

type Signalled = { at: number; signal: ReturnType<typeof signalsOf>[number] };

/** What was open between them and us: opened later than it was settled, as `person_matter` keeps it. */
function openMatters(signals: readonly Signalled[], atMs: number): Facts["matters"] {
  const matters = new Map<string, { kind: MatterKind; key: string; openedAt: number; settledAt: number; lastAt: number }>();
  for (const { at, signal } of signals) {
    if (at > atMs) break;
    if (!("matter" in signal)) continue;
    const id = `${signal.matter} ${signal.key}`;
    const matter = matters.get(id) ?? { kind: signal.matter, key: signal.key, openedAt: -Infinity, settledAt: -Infinity, lastAt: at };
    if (signal.effect === "opened") matter.openedAt = at;
    if (signal.effect === "settled") matter.settledAt = at;
    matter.lastAt = at;
    matters.set(id, matter);
  }
  return [...matters.values()]
    .filter(({ openedAt, settledAt }) => openedAt > settledAt)
    .map(({ kind, key, openedAt, lastAt }) => ({ kind, key, openedAt, lastAt }));
}
