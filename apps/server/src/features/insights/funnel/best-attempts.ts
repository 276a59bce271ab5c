import type { Parameters } from "../predicate-sql/index.ts";
import type { QueryContext } from "../query-context.ts";
import { anyOrderAttempt } from "./any-attempts.ts";
import { chainsOf, type Chain } from "./chains.ts";
import { behind, elementsOfCodes, elementsOfMasks, fitsIntoMasks, type Elements } from "./elements.ts";
import type { FunnelParts } from "./funnel-parts.ts";
import { takenInAnyOrder, takenInOrder, takenStrictly, takenWithGrace } from "./moment-attempts.ts";
import { hasGuard, hasStep, maskOfRow, runsOfMoment } from "./moments.ts";
import { orderedAttempt } from "./ordered-attempts.ts";
import { countEachStep, countTogether, type StepCount } from "./step-counts.ts";
import { numbers, rowMs, selectInStages, sideBySide, type Stages } from "./sql.ts";
import { unitRows } from "./unit-rows.ts";

/** An attempt of each way through the funnel, and how they are found in a unit's history. */
type Candidates = {
  /** A subquery of `unit` and its history. */
  histories: string;
  stages: Stages;
  /** For each chain its best attempt as an array of elements or times, empty where there is none. */
  attempts: string[];
  chains: Chain[];
  /** The ms of an entry of such an array. */
  time: (entry: string) => string;
  /** Of an attempt, what tells which of two was earlier; itself where not said. */
  moments?: (attempt: string) => string;
  /** The value at the entry `b`, which is of step `k`. */
  value: string;
};
type Wanted = { property?: string | undefined; people?: boolean };
type Search = { parts: FunnelParts; wanted: Wanted; window: string; parameters: Parameters; context: QueryContext };

/**
 * A subquery of the units (people, accounts, sessions) that are in a funnel at all, each with its best attempt: `unit`, `done` (indexes of steps in the order of the attempt), `times` (ms) and, if
 * wanted, `step_values` (of a property at these steps) and `people` (behind the unit).
 */
export function bestAttempts(parts: FunnelParts, wanted: Wanted, parameters: Parameters, context: QueryContext): string {
  const { order, semantics } = parts.query;
  const search: Search = { parts, wanted, window: parameters.add(parts.windowMs, "Int64"), parameters, context };
  const rowByRow = order === "strict" || (order === "ordered" && semantics === "mixpanel");
  const found = rowByRow ? inRows(search) : parts.separate ? inElements(search) : (inMasks(search) ?? inMoments(search));
  const selected = ["unit", "arraySlice(chain, 1, length(best)) AS done", `arrayMap(b -> toInt64(${found.time("b")}), best) AS times`];
  if (wanted.property !== undefined) selected.push(`arrayMap((b, k) -> ${found.value}, best, done) AS step_values`);
  if (wanted.people) selected.push("people");
  return `SELECT ${selected.join(", ")} FROM (${selectInStages(found.histories, [...found.stages, ...bestOf(found, parts)])}) WHERE notEmpty(best)`;
}

/** The furthest required step, then the most optional ones, then the earliest beginning and steps. */
function bestOf({ attempts, chains, moments = (attempt) => attempt }: Candidates, { optional }: FunnelParts): Stages {
  const [only] = chains;
  if (chains.length === 1 && only) return [[`${attempts[0]} AS best`, `CAST(${numbers(only.steps)}, 'Array(UInt8)') AS chain`]];
  const candidates = chains.map(({ steps }, index) => {
    const required = [0, ...steps].map((_, length) => steps.slice(0, length).filter((step) => !optional[step]).length);
    const attempt = attempts[index];
    return `(-toInt16(${numbers(required)}[length(${attempt}) + 1]), -toInt16(length(${attempt})), ${moments(attempt as string)}, toUInt16(${index}))`;
  });
  return [
    [`arraySort([${candidates.join(", ")}])[1] AS chosen`],
    [
      `[${attempts.join(", ")}][chosen.4 + 1] AS best`,
      `CAST([${chains.map((chain) => numbers(chain.steps)).join(", ")}], 'Array(Array(UInt8))')[chosen.4 + 1] AS chain`,
    ],
  ];
}

const peopleOf = (wanted: Wanted, aggregate: string): string[] => (wanted.people ? [`${aggregate} AS people`] : []);

/** Histories as sorted `events`, and how the value at an element is found. */
function inEvents({ parts, wanted, parameters, context }: Search, { sql, isOne, isRow }: Elements) {
  const rows = unitRows(parts, { mark: sql, property: wanted.property, person: wanted.people === true }, parameters, context);
  const withValue = wanted.property !== undefined;
  // Text with a sign before it, and nothing for NULL, which an aggregate would leave out.
  const text = "if(isNull(value), '', concat('=', value))";
  const gathered = isOne ? ["groupArray(mark) AS marks"] : ["groupArrayArray(mark) AS marks"];
  if (withValue)
    gathered.push(isOne ? `groupArray(${text}) AS texts` : `groupArrayArray(arrayWithConstant(length(mark), ${text})) AS texts`);
  const sorted = `arraySort((t, m) -> ${isRow ? "(m, t = '', t)" : "(m, t)"}, texts, marks) AS sorted_texts`;
  const history = ["arraySort(marks) AS events", ...(withValue ? [sorted] : [])];
  const histories = `SELECT ${["unit", ...gathered, ...peopleOf(wanted, "groupUniqArray(person)")].join(", ")} FROM (${rows}) GROUP BY unit`;
  const found = "sorted_texts[indexOf(events, b)]";
  return { histories, history, value: `if(${found} = '', NULL, substring(${found}, 2))` };
}

/** Where each element of a history stands for itself. */
function inElements(search: Search): Candidates {
  const { parts, window } = search;
  const elements = elementsOfCodes(parts);
  const { history, ...found } = inEvents(search, elements);
  if (parts.query.order === "any") return { ...found, ...anyOrder(search, elements, countEachStep(parts.steps.length), [history]) };
  const chains = chainsOf(parts);
  const stages = sideBySide(chains.map((chain, index) => orderedAttempt(chain, `c${index}`, window, elements)));
  return { ...found, stages: [history, ...stages], attempts: chains.map((_, index) => `c${index}_raw`), chains, time: elements.timeOf };
}

function anyOrder({ parts, window }: Search, elements: Elements, counts: readonly StepCount[], before: Stages) {
  const firstOnly = parts.query.semantics === "mixpanel";
  const stages = anyOrderAttempt({ counts, hasGuards: parts.guards.length > 0, firstOnly, elements }, window);
  return { stages: [...before, ...stages], attempts: ["any_raw"], chains: [wholeChain(parts)], time: elements.timeOf };
}

/**
 * Where an interaction may fulfil several steps and serves one. Seldom are two things done at the same instant of which one is several: such histories are gone through moment by moment, the others as in {@link inElements}.
 * Null where the steps are too many for that.
 */
function inMasks(search: Search): Candidates | null {
  const { parts, window } = search;
  const inAnyOrder = parts.query.order === "any";
  const counts = inAnyOrder ? countTogether(parts.query.steps) : [];
  if (counts === null || !fitsIntoMasks(parts)) return null;
  const elements = elementsOfMasks(parts);
  const { timeOf, isKnot, maskOf } = elements;
  const { history, ...found } = inEvents(search, elements);
  // In any order only a cut asks what came first at the same instant.
  if (inAnyOrder && parts.guards.length === 0) return { ...found, ...anyOrder(search, elements, counts, [history]) };
  const chains = inAnyOrder ? [wholeChain(parts)] : chainsOf(parts);
  const runs = inAnyOrder ? [] : chains.map(runsOfMoment);
  const quick = inAnyOrder
    ? anyOrder(search, elements, counts, []).stages
    : sideBySide(chains.map((chain, index) => orderedAttempt(chain, `c${index}`, window, elements)));
  const elementAt = (step: string) =>
    `arrayFirst(e -> ${timeOf("e")} = t AND ${inAnyOrder ? elements.isStep("e") : elements.isThisStep("e", step)}, events)`;
  const stages: Stages = [
    history,
    [`arrayExists((e, next) -> ${isKnot("e", "next")}, events, ${behind("events")}) AS has_knot`],
    ["arraySlice(events, 1, if(has_knot, length(events), 0)) AS knotted"],
    [`arraySplit((e, since) -> since != 0, knotted, arrayDifference(arrayMap(e -> toInt64(${timeOf("e")}), knotted))) AS together`],
    [`arrayMap(es -> arraySort(arrayMap(e -> ${maskOf("e")}, es)), together) AS masks_together`],
    [
      `arrayMap((es, masks) -> (${[`toInt64(${timeOf("es[1]")})`, "arrayReduce('groupBitOr', masks)", "masks", ...runs].join(", ")}), together, masks_together) AS moments`,
    ],
    excludedIn("moments", parts),
    chains.map((chain, index) => `${firstOfBest(inMomentsAttempt(search, chain, index))} AS c${index}_times`),
    ...quick,
    chains.map(
      ({ steps }, index) =>
        // Chosen by place: the engine goes to great lengths to compute the branches of an `if` for the rows of each alone.
        `[${inAnyOrder ? "any_raw" : `c${index}_raw`}, arrayMap((t, k) -> ${elementAt("k")}, c${index}_times, arraySlice(CAST(${numbers(steps)}, 'Array(UInt8)'), 1, length(c${index}_times)))][1 + has_knot] AS c${index}_best`,
    ),
  ];
  return {
    ...found,
    stages,
    attempts: chains.map((_, index) => `c${index}_best`),
    chains,
    time: timeOf,
    moments: (attempt) => `arrayMap(b -> ${timeOf("b")}, ${attempt})`,
  };
}

const wholeChain = ({ steps }: FunnelParts): Chain => ({
  steps: steps.map((_, index) => index),
  guards: [],
  ends: steps.map((_, index) => index + 1),
});
const timeAndMask = (parts: FunnelParts): string => `(${rowMs}, ${maskOfRow(parts)})`;
/** The best of one chain's attempts: the longest, then the earliest. */
const firstOfBest = (attempts: string): string => `arraySort(a -> (-toInt16(length(a)), a), ${attempts})[1]`;

/** Times of each exclusion in a history of tuples that begin with ms and mask. */
const excludedIn = (history: string, { guards }: FunnelParts): string[] =>
  guards.length === 0
    ? []
    : [
        `tuple(${guards.map((_, index) => `arrayMap(r -> r.1, arrayFilter(r -> ${hasGuard("r.2", index)}, ${history}))`).join(", ")}) AS excluded`,
      ];

/** Where a step may lie before the one before it, and where each moment counts, whatever happened then. */
function inRows({ parts, wanted, window, parameters, context }: Search): Candidates {
  const { order, semantics } = parts.query;
  const withValue = wanted.property !== undefined;
  const rows = unitRows(
    parts,
    { mark: timeAndMask(parts), property: wanted.property, person: wanted.people === true },
    parameters,
    context,
  );
  const row = withValue ? "(mark.1, mark.2, value)" : "mark";
  const chains = chainsOf(parts);
  const attempt = (chain: Chain): string =>
    order === "strict"
      ? takenStrictly({ chain, window, firstOnly: semantics === "mixpanel" })
      : takenWithGrace({ chain, window, firstOnly: true });
  return {
    histories: `SELECT ${["unit", `arraySort(groupArray(${row})) AS rows`, ...peopleOf(wanted, "groupUniqArray(person)")].join(", ")} FROM (${rows}) GROUP BY unit`,
    stages: [
      excludedIn("rows", parts),
      ...(order === "strict" ? momentsOfRows : []),
      chains.map((chain, index) => `${firstOfBest(attempt(chain))} AS c${index}_raw`),
    ],
    attempts: chains.map((_, index) => `c${index}_raw`),
    chains,
    ...(order === "strict"
      ? { time: (entry: string) => entry, value: `arrayFirst(r -> r.1 = b AND ${hasStep("r.2", "k")}, rows).3` }
      : { time: (entry: string) => `${entry}.1`, moments: (attempt: string) => `arrayMap(b -> b.1, ${attempt})`, value: "rows[b.2].3" }),
  };
}

/** `moments` of sorted `rows`: (ms, mask of all that happened then). Hardly anybody does two things in the same millisecond, so only those histories are put together anew. */
const momentsOfRows: Stages = [
  ["arrayDistinct(arrayMap(r -> r.1, rows)) AS instants"],
  ["length(instants) < length(rows) AS has_ties"],
  [
    `if(has_ties, arrayMap(t -> (t, arrayReduce('groupBitOr', arrayMap(r -> r.2, arrayFilter(r -> r.1 = t, rows)))), if(has_ties, instants, [])),
      arrayMap(r -> (r.1, r.2), rows)) AS moments`,
  ],
];

/** The attempts of a chain over `moments` whose runs begin at their fourth entry. */
function inMomentsAttempt({ parts: { query, steps, guards }, window }: Search, chain: Chain, index: number): string {
  const firstOnly = query.semantics === "mixpanel";
  if (query.order === "any") return takenInAnyOrder({ steps: steps.length, guards: guards.length, firstOnly }, window);
  return takenInOrder({ chain, window, firstOnly }, `${4 + index}`);
}

/** The same for any steps: what happens at the same moment is looked at together, in every history. */
function inMoments(search: Search): Candidates {
  const { parts, wanted, parameters, context } = search;
  const { query, steps } = parts;
  const withValue = wanted.property !== undefined;
  const inAnyOrder = query.order === "any";
  const chains = inAnyOrder ? [wholeChain(parts)] : chainsOf(parts);
  const runs = query.order === "ordered" ? chains.map((chain, index) => `${runsOfMoment(chain)} AS runs${index}`) : [];
  const rows = unitRows(
    parts,
    { mark: timeAndMask(parts), property: wanted.property, person: wanted.people === true },
    parameters,
    context,
  );
  const ofMoment = [
    "unit",
    "mark.1 AS ms",
    "groupBitOr(mark.2) AS mask",
    "arraySort(groupArray(mark.2)) AS masks",
    ...runs,
    ...(withValue ? ["groupArray((mark.1, mark.2, value)) AS valued"] : []),
    ...peopleOf(wanted, "groupUniqArray(person)"),
  ];
  const moment = ["ms", "mask", "masks", ...runs.map((_, index) => `runs${index}`)];
  const ofUnit = [
    "unit",
    `arraySort(m -> m.1, groupArray((${moment.join(", ")}))) AS moments`,
    ...(withValue ? ["arraySort(groupArrayArray(valued)) AS rows"] : []),
    ...peopleOf(wanted, "groupUniqArrayArray(people)"),
  ];
  return {
    histories: `SELECT ${ofUnit.join(", ")} FROM (SELECT ${ofMoment.join(", ")} FROM (${rows}) GROUP BY unit, ms) GROUP BY unit`,
    stages: [
      excludedIn("moments", parts),
      chains.map((chain, index) => `${firstOfBest(inMomentsAttempt(search, chain, index))} AS c${index}_raw`),
    ],
    attempts: chains.map((_, index) => `c${index}_raw`),
    chains,
    time: (entry) => entry,
    value: `arrayFirst(r -> r.1 = b AND ${inAnyOrder ? `bitAnd(r.2, ${2 ** steps.length - 1}) != 0` : hasStep("r.2", "k")}, rows).3`,
  };
}
