import { completedNode, expiredNode, startNode } from "@throughline/contract";
import type { JourneyMark } from "./mark-interactions.ts";

/** What of the definition decides instances. Stages in order. */
export type JourneyRules = { stages: readonly string[]; failures: readonly string[]; windowMs: number };

/** A stay in a stage; `until` is null while it lasts. */
export type Visit = { node: string; from: number; until: number | null };
/** A way from one node to another. `sinceMs`: from the beginning of the visit, for a loop from the interaction before in the same stage. */
export type Move = { from: string; to: string; at: number; sinceMs: number };

/** One attempt of one customer, as it was observed. */
export type JourneyInstance = {
  startedAt: number;
  /** When it completed, failed or expired; null while it is open. */
  endedAt: number | null;
  /** `$completed`, `$failed:<key>`, `$expired`, or null while it is open. */
  end: string | null;
  visits: Visit[];
  moves: Move[];
  /** All its interactions, in order. */
  marks: JourneyMark[];
};

/**
 * The order in which interactions of the same instant are taken: what may begin an instance first; then what leads nowhere, stages in their order, the goal, failures in their order;
 * then contacts and friction last. The order of arrival never matters.
 */
export function inOrder(rules: JourneyRules, marks: readonly JourneyMark[]): JourneyMark[] {
  const rank = (node: string | null): number => {
    if (node === null) return 0;
    if (node === completedNode) return rules.stages.length + 1;
    const stage = rules.stages.indexOf(node);
    return stage >= 0 ? stage + 1 : rules.stages.length + 2 + rules.failures.findIndex((key) => node === `$failed:${key}`);
  };
  return marks.toSorted(
    (a, b) =>
      a.at - b.at ||
      Number(b.isEntry) - Number(a.isEntry) ||
      rank(a.node) - rank(b.node) ||
      Number(a.isContact) - Number(b.isContact) ||
      Number(a.isFriction) - Number(b.isFriction) ||
      compare(a.channel, b.channel) ||
      compare(a.actor, b.actor),
  );
}
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/**
 * The instances of one customer's history as far as `asOf` (exclusive): slow and obvious, the reference for the statement that runs on the timeline store.
 *
 * - An entry begins an instance when none is open; during one it is an interaction like others.
 * - Everything up to and including start + window belongs to it. After that it has expired, at the last moment of the window.
 * - The goal or a failure ends it at once; what comes later is not of it.
 * - An interaction that leads to a stage moves it there, forwards or backwards; to the stage where it is, is a loop and no new visit.
 * - Until the first stage it is at `$start`; an entry that leads to a stage itself begins there.
 */
export function instancesOf(rules: JourneyRules, history: readonly JourneyMark[], asOf: number): JourneyInstance[] {
  const instances: JourneyInstance[] = [];
  let open: JourneyInstance | null = null;
  for (const mark of inOrder(rules, history)) {
    if (mark.at >= asOf) break;
    if (open && mark.at > open.startedAt + rules.windowMs) {
      finish(open, expiredNode, open.startedAt + rules.windowMs);
      open = null;
    }
    if (!open && !mark.isEntry) continue;
    if (!open) {
      open = { startedAt: mark.at, endedAt: null, end: null, visits: [], moves: [], marks: [] };
      instances.push(open);
      if (mark.node === null || !rules.stages.includes(mark.node)) open.visits.push({ node: startNode, from: mark.at, until: null });
    }
    open.marks.push(mark);
    if (mark.node === null) continue;
    if (rules.stages.includes(mark.node)) move(open, mark.node, mark.at);
    else {
      finish(open, mark.node, mark.at);
      open = null;
    }
  }
  if (open && open.startedAt + rules.windowMs < asOf) finish(open, expiredNode, open.startedAt + rules.windowMs);
  return instances;
}

function move(instance: JourneyInstance, to: string, at: number): void {
  const visit = instance.visits.at(-1);
  if (visit && visit.node === to) {
    instance.moves.push({ from: to, to, at, sinceMs: at - latestIn(instance, visit) });
    return;
  }
  if (visit) {
    visit.until = at;
    instance.moves.push({ from: visit.node, to, at, sinceMs: at - visit.from });
  }
  instance.visits.push({ node: to, from: at, until: null });
}

/** The interaction that led to this stage or repeated it last. */
const latestIn = (instance: JourneyInstance, visit: Visit): number =>
  instance.moves.findLast((one) => one.from === visit.node && one.to === visit.node && one.at >= visit.from)?.at ?? visit.from;

function finish(instance: JourneyInstance, end: string, at: number): void {
  const visit = instance.visits.at(-1) as Visit;
  visit.until = at;
  instance.moves.push({ from: visit.node, to: end, at, sinceMs: at - visit.from });
  Object.assign(instance, { end, endedAt: at });
}
