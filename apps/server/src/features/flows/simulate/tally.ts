import type { ArbiterAnswer, FlowEdge, FlowSimulation, RuleName } from "@throughline/contract";

/** What is kept of a simulation: sums alone, and some examples. A plain value: JSON and back is the same, so that it goes on after a restart. */
export type Tally = Pick<FlowSimulation, "entrants" | "people" | "control" | "reachedGoal" | "edges" | "touches" | "days"> & {
  steps: Record<string, { arrived: number; waiting: number }>;
  /** People whose time for the goal was over at the end, and how many of them reached it. */
  closed: { people: number; reached: number };
  /** `person` is the id as decimal text. */
  examples: { person: string; sentence: string }[];
};

export const emptyTally = (): Tally => ({
  entrants: 0,
  people: 0,
  control: 0,
  reachedGoal: { treated: 0, held: 0 },
  closed: { people: 0, reached: 0 },
  steps: {},
  edges: [],
  touches: [],
  days: [],
  examples: [],
});

const mostExamples = 12;

export function countMove(tally: Tally, { from, way, to }: FlowEdge): void {
  const edge = tally.edges.find((one) => one.from === from && one.way === way && one.to === to);
  if (edge) edge.count++;
  else tally.edges.push({ from, way, to, count: 1 });
  if (to !== null) countStep(tally, to, "arrived");
}

export function countStep(tally: Tally, id: string, what: "arrived" | "waiting"): void {
  const step = (tally.steps[id] ??= { arrived: 0, waiting: 0 });
  step[what]++;
}

/** A touch with its last answer: each counts once. */
export function countTouch(
  tally: Tally,
  { step, answer, rule, day }: { step: string; answer: ArbiterAnswer; rule: RuleName | null; day: string },
): void {
  let touches = tally.touches.find((one) => one.step === step);
  if (!touches) tally.touches.push((touches = { step, asked: 0, answers: [], held: [] }));
  touches.asked++;
  const same = touches.answers.find((one) => one.answer === answer);
  if (same) same.touches++;
  else touches.answers.push({ answer, touches: 1 });
  dayOf(tally, day)[answer === "now" ? "touches" : "held"]++;
  if (answer === "now" || rule === null) return;
  const held = touches.held.find((one) => one.rule === rule);
  if (held) held.touches++;
  else touches.held.push({ rule, touches: 1 });
}

export const countEntry = (tally: Tally, day: string): void => {
  tally.entrants++;
  dayOf(tally, day).entrants++;
};

function dayOf(tally: Tally, day: string): Tally["days"][number] {
  let one = tally.days.find((known) => known.day === day);
  if (!one) tally.days.push((one = { day, entrants: 0, touches: 0, held: 0 }));
  return one;
}

export function addExample(tally: Tally, person: string, sentence: string): void {
  if (tally.examples.length < mostExamples && tally.examples.every((one) => one.person !== person))
    tally.examples.push({ person, sentence });
}

/** What the published version would have done, in three figures. */
export function totalsOf({ entrants, touches }: Tally): { entrants: number; touches: number; held: number } {
  const answers = touches.flatMap((one) => one.answers);
  const sum = (of: typeof answers) => of.reduce((all, one) => all + one.touches, 0);
  return {
    entrants,
    touches: sum(answers.filter(({ answer }) => answer === "now")),
    held: sum(answers.filter(({ answer }) => answer !== "now")),
  };
}
