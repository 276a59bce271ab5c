import type { QueryInput } from "@throughline/contract";
import type { JsonObject } from "../../collect/message.ts";
import { writeCase, type CaseNote } from "./write-case.ts";

type PathsInput = Extract<QueryInput, { kind: "paths" }>;
/** `1 A > B` is the edge from A at step 1 to B at step 2; then sessions, people, median seconds. */
type EdgeNote = [edge: string, count: number, people: number, medianSeconds: number];

function pathsCase(note: CaseNote & { query?: Partial<Omit<PathsInput, "kind">>; edges: EdgeNote[]; paths: number; left?: number }) {
  const query: PathsInput = { kind: "paths", range: { from: "2026-03-01", to: "2026-03-31" }, ...note.query };
  const edges: JsonObject[] = note.edges.map(([text, count, people, medianSeconds]) => {
    const [, step, from, to] = /^(\d+) (.+) > (.+)$/.exec(text) ?? [];
    return { from: { step: Number(step), label: from }, to: { step: Number(step) + 1, label: to }, count, people, medianSeconds };
  });
  return writeCase(note, query, { kind: "paths", edges, left: note.left ?? 0, paths: note.paths });
}

/** Sessions and what is walked in them. */
export const pathsCases = [
  pathsCase({
    name: "what follows what, step by step",
    why: "an edge goes from one node to the next, at its step; the time is from node to node",
    people: { ann: "A0:00 B0:10 C0:15" },
    edges: [
      ["1 A > B", 1, 1, 600],
      ["2 B > C", 1, 1, 300],
    ],
    paths: 1,
  }),
  pathsCase({
    name: "exactly as idle as allowed",
    why: "a session ends where the next node is more than 30 minutes later: exactly 30 is the same session, a millisecond more is not",
    people: { ann: "A0:00 B0:30", bob: "A0:00 B0:30:00.001" },
    edges: [["1 A > B", 1, 1, 1800]],
    paths: 3,
  }),
  pathsCase({
    name: "another gap",
    why: "gapMinutes 10: B after 11 minutes begins a session of its own",
    people: { ann: "A0:00 B0:11 C0:21" },
    query: { gapMinutes: 10 },
    edges: [["1 B > C", 1, 1, 600]],
    paths: 2,
  }),
  pathsCase({
    name: "edges count sessions, people apart",
    why: "ann walked from A to B in two sessions, bob in one: three sessions of two people; 10, 20 and 60 seconds, median 20",
    people: { ann: "A0:00:00 B0:00:10 A5:00:00 B5:00:20", bob: "A0:00:00 B0:01:00" },
    edges: [["1 A > B", 3, 2, 20]],
    paths: 3,
  }),
  pathsCase({
    name: "the same again is one node",
    why: "consecutive equal labels are one node, at the time of the first: from A at 0:00 to B takes 20 minutes",
    people: { ann: "A0:00 A0:10 B0:20 B0:25 C0:30" },
    edges: [
      ["1 A > B", 1, 1, 1200],
      ["2 B > C", 1, 1, 600],
    ],
    paths: 1,
  }),
  pathsCase({
    name: "back again is a node of its own",
    why: "only consecutive equal labels collapse: A, B, A are three nodes",
    people: { ann: "A0:00 B0:10 A0:20" },
    edges: [
      ["1 A > B", 1, 1, 600],
      ["2 B > A", 1, 1, 600],
    ],
    paths: 1,
  }),
  pathsCase({
    name: "pages and events",
    why: "pages stand under their path, or their name where they have none, screens too, track calls under their name; identify is no node",
    people: { ann: "/pricing@0:00 identify@0:01 A0:02 page:Home@0:04 screen:Cart@0:05" },
    edges: [
      ["1 /pricing > A", 1, 1, 120],
      ["2 A > Home", 1, 1, 120],
      ["3 Home > Cart", 1, 1, 60],
    ],
    paths: 1,
  }),
  pathsCase({
    name: "pages alone",
    why: "what is not a node is not there: the two /a become neighbours and collapse",
    people: { ann: "/a@0:00 A0:01 /a@0:02 /b@0:03" },
    query: { nodes: "page" },
    edges: [["1 /a > /b", 1, 1, 180]],
    paths: 1,
  }),
  pathsCase({
    name: "events alone",
    why: "nodes event: pages are not nodes",
    people: { ann: "A0:00 /a@0:01 B0:02", bob: "/a@0:00 /b@0:01" },
    query: { nodes: "event" },
    edges: [["1 A > B", 1, 1, 120]],
    paths: 1,
  }),
  pathsCase({
    name: "an interaction that is no node does not keep a session open",
    why: "the session ends where the next node is more than 30 minutes later, whatever else happened between",
    people: { ann: "A0:00 /a@0:20 B0:40" },
    query: { nodes: "event" },
    edges: [],
    paths: 2,
  }),
  pathsCase({
    name: "paths cleaned by rules",
    why: "the first pattern found in a path gives the node its name; equal names then collapse",
    people: { ann: "/item/1@0:00 /item/2@0:10 /cart@0:20 /item/3/edit@0:25" },
    query: {
      clean: [
        { match: "/edit$", as: "edit" },
        { match: "^/item/", as: "item" },
      ],
    },
    edges: [
      ["1 item > /cart", 1, 1, 1200],
      ["2 /cart > edit", 1, 1, 300],
    ],
    paths: 1,
  }),
  pathsCase({
    name: "from a start",
    why: "from the first occurrence of the start; a session without it is not in the answer",
    people: { ann: "X0:00 A0:10 B0:20 A0:25 C0:30", bob: "B0:00 C0:10" },
    query: { start: "A" },
    edges: [
      ["1 A > B", 1, 1, 600],
      ["2 B > A", 1, 1, 300],
      ["3 A > C", 1, 1, 300],
    ],
    paths: 1,
  }),
  pathsCase({
    name: "up to an end",
    why: "up to the first occurrence of the end, the last 3 nodes, the end at step 3; bob's two nodes stand at steps 2 and 3",
    people: { ann: "W0:00 X0:05 Y0:10 Z0:15 V0:20", bob: "Y0:00 Z0:10", cid: "X0:00" },
    query: { end: "Z", steps: 3 },
    edges: [
      ["2 Y > Z", 2, 2, 450],
      ["1 X > Y", 1, 1, 300],
    ],
    paths: 2,
  }),
  pathsCase({
    name: "from a start to an end",
    why: "the end must come after the start; bob's came before",
    people: { ann: "X0:00 A0:05 B0:10 C0:15 D0:20", bob: "C0:00 A0:05 B0:10" },
    query: { start: "A", end: "C" },
    edges: [
      ["1 A > B", 1, 1, 300],
      ["2 B > C", 1, 1, 300],
    ],
    paths: 1,
  }),
  pathsCase({
    name: "no more than so many steps",
    why: "the first 3 nodes are shown: two edges, whatever follows",
    people: { ann: "A0:00 B0:10 C0:20 D0:30" },
    query: { steps: 3 },
    edges: [
      ["1 A > B", 1, 1, 600],
      ["2 B > C", 1, 1, 600],
    ],
    paths: 1,
  }),
  pathsCase({
    name: "no more than so many edges",
    why: "ranked by sessions, then step, then labels; left counts the transitions on the edges beyond the limit: one on A > C, one on B > C",
    people: { ann: "A0:00 B0:10 C0:20", bob: "A0:00 B0:10", cid: "A0:00 C0:10" },
    query: { limit: 1 },
    edges: [["1 A > B", 2, 2, 600]],
    left: 2,
    paths: 3,
  }),
  pathsCase({
    name: "at the same instant by label",
    why: "nodes at the same instant are ordered by label",
    people: { ann: "B0:00 A0:00 C0:10" },
    edges: [
      ["1 A > B", 1, 1, 0],
      ["2 B > C", 1, 1, 600],
    ],
    paths: 1,
  }),
  pathsCase({
    name: "a session of one node",
    why: "it has no edge, and is counted among the paths",
    people: { ann: "A0:00", bob: "A0:00 A0:10" },
    edges: [],
    paths: 2,
  }),
  pathsCase({
    name: "cut by the range",
    why: "only interactions in the range are looked at: the session begins with B",
    people: { ann: "A9:50 B10:00 C10:10" },
    query: { range: { from: "2026-03-02T10:00:00Z", to: "2026-03-02T11:00:00Z" } },
    edges: [["1 B > C", 1, 1, 600]],
    paths: 1,
  }),
  pathsCase({
    name: "filtered",
    why: "what does not satisfy the query's where is not there",
    people: { ann: "A0:00{ok:true} X0:05{ok:false} B0:10{ok:true}" },
    query: { where: { property: "event.ok", op: "eq", value: true } },
    edges: [["1 A > B", 1, 1, 600]],
    paths: 1,
  }),
];
