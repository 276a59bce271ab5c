import type { PathsAnswer, PathsQuery } from "@throughline/contract";
import { patternTest } from "../../predicates/index.ts";
import { resolveRange } from "../intervals.ts";
import { median } from "../statistics/index.ts";
import { compareText, liesIn, lookAt, type History, type ReferenceContext, type Seen } from "./seen.ts";

type Node = { label: string; atMs: number };
/** What of one session is shown: its nodes, the first of which stands at step `firstStep`. */
type Path = { personId: string; nodes: Node[]; firstStep: number };
type Edge = PathsAnswer["edges"][number];

/** The answer to a paths query. */
export function pathsAnswer(query: PathsQuery, history: History, context: ReferenceContext): PathsAnswer {
  const seen = lookAt(history, query.where, context.nowMs).filter(liesIn(resolveRange(query.range, context)));
  const label = nodeLabel(query);
  const paths: Path[] = [];
  for (const [personId, own] of Map.groupBy(seen, ({ person }) => person.id)) {
    const nodes = own.flatMap((one) => {
      const text = label(one);
      return text === null ? [] : [{ label: text, atMs: one.interaction.at }];
    });
    nodes.sort((a, b) => a.atMs - b.atMs || compareText(a.label, b.label));
    for (const session of sessionsOf(nodes, query.gapMinutes * 60_000)) {
      const path = shownPart(withoutRepeats(session), query);
      if (path !== null) paths.push({ personId, ...path });
    }
  }
  const edges = edgesOf(paths);
  const left = edges.slice(query.limit).reduce((sum, edge) => sum + edge.count, 0);
  return { kind: "paths", edges: edges.slice(0, query.limit), left, paths: paths.length };
}

/** What an interaction is called as a node, or null where it is none. */
function nodeLabel({ nodes, clean }: PathsQuery): (seen: Seen) => string | null {
  const rules = clean.map(({ match, as }) => ({ matches: patternTest(match), as }));
  return ({ interaction: { kind, name, path } }) => {
    if (kind === "track") return nodes === "page" ? null : name;
    if ((kind !== "page" && kind !== "screen") || nodes === "event") return null;
    return path === "" ? name : (rules.find(({ matches }) => matches(path))?.as ?? path);
  };
}

function sessionsOf(nodes: readonly Node[], gapMs: number): Node[][] {
  const sessions: Node[][] = [];
  for (const node of nodes) {
    const session = sessions.at(-1);
    const before = session?.at(-1);
    if (session && before && node.atMs - before.atMs <= gapMs) session.push(node);
    else sessions.push([node]);
  }
  return sessions;
}

const withoutRepeats = (nodes: readonly Node[]): Node[] => nodes.filter((node, index) => node.label !== nodes[index - 1]?.label);

/** The part of a session that a query shows, or null where the session is not in the answer. */
function shownPart(nodes: Node[], { start, end, steps }: PathsQuery): Omit<Path, "personId"> | null {
  const from = start === undefined ? 0 : nodes.findIndex((node) => node.label === start);
  if (from < 0) return null;
  if (end === undefined) return { nodes: nodes.slice(from, from + steps), firstStep: 1 };
  const to = nodes.findIndex((node, index) => index >= (start === undefined ? 0 : from + 1) && node.label === end);
  if (to < 0) return null;
  if (start !== undefined) return { nodes: nodes.slice(from, Math.min(to + 1, from + steps)), firstStep: 1 };
  const shown = nodes.slice(Math.max(0, to + 1 - steps), to + 1);
  return { nodes: shown, firstStep: steps - shown.length + 1 };
}

function edgesOf(paths: readonly Path[]): Edge[] {
  const steps = paths.flatMap(({ personId, nodes, firstStep }) =>
    nodes.slice(1).map((to, index) => {
      const from = nodes[index] ?? to;
      return { personId, step: firstStep + index, from: from.label, to: to.label, seconds: (to.atMs - from.atMs) / 1000 };
    }),
  );
  return [...Map.groupBy(steps, ({ step, from, to }) => JSON.stringify([step, from, to])).values()]
    .flatMap((same) => {
      const [first] = same;
      if (first === undefined) return [];
      return {
        from: { step: first.step, label: first.from },
        to: { step: first.step + 1, label: first.to },
        count: same.length,
        people: new Set(same.map((one) => one.personId)).size,
        medianSeconds: median(same.map((one) => one.seconds)),
      };
    })
    .sort(
      (a, b) =>
        b.count - a.count || a.from.step - b.from.step || compareText(a.from.label, b.from.label) || compareText(a.to.label, b.to.label),
    );
}
