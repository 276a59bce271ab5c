import { funnelSemantics } from "@throughline/contract";
import { funnelCase } from "./funnel-note.ts";

type Semantics = (typeof funnelSemantics)[number];
type Row = {
  name: string;
  why: Record<Semantics, string>;
  people: Record<string, string>;
  steps: string;
  window?: string;
  counts: Record<Semantics, number[]>;
};

/** The same events, answered by each of the declared profiles: first the rows of the reference's table, then what else sets the profiles apart. */
const rows: Row[] = [
  {
    name: "a second attempt gets further",
    why: {
      default: "a later step 1 may start a better attempt: from 1:30 C at 2:15 is within the hour",
      mixpanel: "only the first step 1 begins an attempt, and its hour closes at 2:00, before C",
      windowFunnel: "each step 1 begins an attempt: from 1:30 C at 2:15 is within the hour",
    },
    people: { ann: "A1:00 A1:30 B1:45 C2:15" },
    steps: "A B C",
    counts: { default: [1, 1, 1], mixpanel: [1, 1, 0], windowFunnel: [1, 1, 1] },
  },
  {
    name: "the window runs from step 1, not from the step before",
    why: {
      default: "C is 100 minutes after A, though only 50 after B",
      mixpanel: "C is 100 minutes after A, though only 50 after B",
      windowFunnel: "C is 100 minutes after A, though only 50 after B",
    },
    people: { ann: "A0:00 B0:50 C1:40" },
    steps: "A B C",
    window: "60m",
    counts: { default: [1, 1, 0], mixpanel: [1, 1, 0], windowFunnel: [1, 1, 0] },
  },
  {
    name: "a repeated step 1 between the steps breaks nothing",
    why: {
      default: "other interactions may lie between the steps",
      mixpanel: "other interactions may lie between the steps",
      windowFunnel: "other interactions may lie between the steps",
    },
    people: { ann: "A0:00 B0:10 A0:20 C0:30" },
    steps: "A B C",
    counts: { default: [1, 1, 1], mixpanel: [1, 1, 1], windowFunnel: [1, 1, 1] },
  },
  {
    name: "two steps at the same millisecond",
    why: {
      default: "the same instant counts as after",
      mixpanel: "the same instant is within the grace",
      windowFunnel: "the same instant counts as after",
    },
    people: { ann: "A0:00 B0:00", bob: "B0:00 A0:00" },
    steps: "A B",
    counts: { default: [2, 2], mixpanel: [2, 2], windowFunnel: [2, 2] },
  },
  {
    name: "a step one second too early",
    why: {
      default: "B is before A: there is no grace",
      mixpanel: "a step may lie up to 2 s before the latest one so far",
      windowFunnel: "B is before A: there is no grace",
    },
    people: { ann: "B0:00:00 A0:00:01" },
    steps: "A B",
    counts: { default: [1, 0], mixpanel: [1, 1], windowFunnel: [1, 0] },
  },
  {
    name: "a step exactly two seconds too early",
    why: {
      default: "B is before A: there is no grace",
      mixpanel: "up to 2 s: exactly 2 s is in",
      windowFunnel: "B is before A: there is no grace",
    },
    people: { ann: "B0:00:00 A0:00:02", bob: "B0:00:00 A0:00:02.001" },
    steps: "A B",
    counts: { default: [2, 0], mixpanel: [2, 1], windowFunnel: [2, 0] },
  },
  {
    name: "equal steps and one interaction",
    why: {
      default: "each interaction fulfils at most one step",
      mixpanel: "each interaction fulfils at most one step",
      windowFunnel: "one interaction may fulfil several steps",
    },
    people: { ann: "A0:00", bob: "A0:00 A0:10" },
    steps: "A A",
    counts: { default: [2, 1], mixpanel: [2, 1], windowFunnel: [2, 2] },
  },
  {
    name: "one interaction for the first and third step",
    why: {
      default: "the A of step 1 is used up and no other follows B",
      mixpanel: "the A of step 1 is used up, and no other A is there",
      windowFunnel: "at the same instant A may serve before B and after it",
    },
    people: { ann: "A0:00 B0:00" },
    steps: "A B A",
    counts: { default: [1, 1, 0], mixpanel: [1, 1, 0], windowFunnel: [1, 1, 1] },
  },
  {
    name: "the first attempt came to nothing",
    why: {
      default: "the attempt of the second day is the better one",
      mixpanel: "only the first step 1 begins an attempt",
      windowFunnel: "the attempt of the second day is the better one",
    },
    people: { ann: "A0:00 A24:00 B24:10" },
    steps: "A B",
    counts: { default: [1, 1], mixpanel: [1, 0], windowFunnel: [1, 1] },
  },
  {
    name: "a later attempt does not get as far",
    why: {
      default: "the furthest step reached by any attempt counts",
      mixpanel: "the first attempt reached B",
      windowFunnel: "the furthest step reached by any attempt counts",
    },
    people: { ann: "A0:00 B0:10 A24:00" },
    steps: "A B",
    counts: { default: [1, 1], mixpanel: [1, 1], windowFunnel: [1, 1] },
  },
];

/** Every row under every profile. */
export const funnelProfileCases = rows.flatMap(({ why, counts, ...row }) =>
  funnelSemantics.map((semantics) =>
    funnelCase({ ...row, name: `${row.name} (${semantics})`, why: why[semantics], counts: counts[semantics], query: { semantics } }),
  ),
);
