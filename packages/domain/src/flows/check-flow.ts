import {
  checkPredicate,
  edgesOf,
  type ArbiterRules,
  type EventMatch,
  type FlowDefinition,
  type FlowIssue,
  type FlowStep,
  type Predicate,
} from "@throughline/contract";
import { patternIssue } from "../predicates/patterns.ts";
import { leavesOf } from "../segments/condition.ts";
import { liveIssues } from "../segments/live-issues.ts";
import type { JourneyDefinitions } from "../segments/live-journey.ts";
import { budgetIssues } from "./check-budget.ts";
import { variableIssues, type ReadVariable, type SeenVariables } from "./check-variables.ts";
import { alwaysHolds, neverHolds } from "./constant-predicates.ts";
import { asksForThePast, speaksOfEvent } from "./memory.ts";

/** What a flow is checked against: what there is in the workspace. */
export type FlowSurroundings = {
  flow: string;
  segments: readonly { key: string; kind: "static" | "live"; of: "person" | "account" }[];
  journeys: JourneyDefinitions;
  /** Other flows, with those that each starts. */
  flows: readonly { key: string; starts: readonly string[] }[];
  /** Those that have been published. */
  templates: readonly { key: string; channel: string }[];
  /** Names that the workspace has received, or that we give. */
  events: ReadonlySet<string>;
  rules: ArbiterRules;
  /** What the texts of each step read without a default, and what there is of it. */
  reads: Readonly<Record<string, readonly ReadVariable[]>>;
  seen: SeenVariables;
};

type Found = (severity: FlowIssue["severity"], code: FlowIssue["code"], step: string | null, field: string | null, message: string) => void;

/** Everything that is wrong with a flow, errors first. */
export function checkFlow(definition: FlowDefinition, around: FlowSurroundings): FlowIssue[] {
  const issues: FlowIssue[] = [];
  const found: Found = (severity, code, step, field, message) => void issues.push({ severity, code, step, field, message });
  checkShape(definition, found);
  checkTrigger(definition, around, found);
  for (const [id, step] of Object.entries(definition.steps)) checkStep(id, step, around, found);
  for (const { predicate, step, field, scope } of placedPredicates(definition)) checkOne(predicate, { step, field, scope }, around, found);
  for (const { match, step, field } of placedMatches(definition)) checkMatch(match, { step, field }, around, found);
  checkCircles(definition, around, found);
  issues.push(...budgetIssues(definition, around.rules), ...variableIssues(definition, around.reads, around.seen));
  if (definition.goal === null)
    found(
      "warning",
      "no_goal",
      null,
      "goal",
      "Without a goal nobody can tell whether the flow changes anything, and a holdout measures nothing.",
    );
  return issues.sort((a, b) => (a.severity === b.severity ? 0 : a.severity === "error" ? -1 : 1));
}

/** Steps that are not there, that nobody comes to, and from which no way leads to an end. */
function checkShape(definition: FlowDefinition, found: Found): void {
  const { steps } = definition;
  const edges = edgesOf(definition);
  for (const { from, way, to } of edges)
    if (to !== null && !Object.hasOwn(steps, to))
      found(
        "error",
        "missing_step",
        from === "trigger" ? null : from,
        from === "trigger" ? "start" : way,
        `The step ${to} does not exist.`,
      );
  const reached = spread(
    ["trigger"],
    edges.map(({ from, to }) => [from, to ?? "end"]),
  );
  const ending = spread(
    ["end", ...Object.entries(steps).flatMap(([id, { kind }]) => (kind === "exit" ? [id] : []))],
    edges.map(({ from, to }) => [to ?? "end", from]),
  );
  for (const id of Object.keys(steps)) {
    if (!reached.has(id)) found("warning", "unreachable", id, null, "No way leads here.");
    else if (!ending.has(id))
      found(
        "warning",
        "no_exit",
        id,
        null,
        `From here no way leads to an end: a run ends when it has come somewhere ${definition.mostVisits} times, or by what ends the flow.`,
      );
  }
}

function spread(from: readonly string[], edges: readonly (readonly [string, string])[]): Set<string> {
  const next = Map.groupBy(edges, ([a]) => a);
  const seen = new Set(from);
  for (const one of seen) for (const [, to] of next.get(one) ?? []) seen.add(to);
  return seen;
}

function checkTrigger({ trigger, entry }: FlowDefinition, around: FlowSurroundings, found: Found): void {
  if (entry.again === "after" && entry.after === null)
    found("error", "invalid", null, "entry.after", "Says that people come in again after a time, and not which.");
  if (trigger.kind === "segment") {
    const segment = around.segments.find(({ key, of }) => key === trigger.segment && of === trigger.of);
    const whose = trigger.of === "account" ? " of accounts" : "";
    if (!segment) found("error", "missing_segment", null, "trigger.segment", `There is no segment${whose} ${trigger.segment}.`);
    else if (segment.kind === "static")
      found(
        "error",
        "missing_segment",
        null,
        "trigger.segment",
        `The segment ${trigger.segment} is a list: nobody comes into it or leaves it by what they do.`,
      );
  }
  if (trigger.kind !== "stage") return;
  if (trigger.on === "stalled" && trigger.after === null)
    found("error", "invalid", null, "trigger.after", "Says that people stall, and not after how long.");
  requireStage(trigger, null, "trigger", around, found);
  for (const issue of liveIssues({ stage: { journey: trigger.journey, stage: trigger.stage } }, "trigger", around.journeys))
    found("error", "invalid", null, issue.field, `This stage cannot let people in: it ${issue.message}.`);
}

function requireStage(
  stage: { journey: string; stage: string },
  step: string | null,
  field: string,
  around: FlowSurroundings,
  found: Found,
): void {
  const journey = Object.hasOwn(around.journeys, stage.journey) ? around.journeys[stage.journey] : undefined;
  if (!journey) found("error", "missing_journey", step, field, `There is no journey ${stage.journey}.`);
  else if (!journey.stages.some(({ key }) => key === stage.stage))
    found("error", "missing_journey", step, field, `The journey ${stage.journey} has no stage ${stage.stage}.`);
}

function checkStep(id: string, step: FlowStep, around: FlowSurroundings, found: Found): void {
  switch (step.kind) {
    case "branch":
      step.cases.forEach(({ when }, index) => {
        if (index < step.cases.length - 1 && alwaysHolds(when))
          found("warning", "unsatisfiable", id, `cases.${index + 1}.when`, "The case before always holds, so nobody comes here.");
      });
      return;
    case "split":
      if (new Set(step.variants.map(({ key }) => key)).size < step.variants.length)
        found("error", "invalid", id, "variants", "Two variants have the same key.");
      step.variants.forEach(({ weight }, index) => {
        if (weight === 0) found("warning", "unsatisfiable", id, `variants.${index}.weight`, "With the weight 0 nobody gets it.");
      });
      return;
    case "message": {
      const { template, channel } = step;
      if (template === "") found("error", "missing_template", id, "template", "There is no template yet.");
      else if (!around.templates.some((one) => one.key === template && one.channel === channel))
        found("error", "missing_template", id, "template", `There is no published template ${template} for ${channel}.`);
      return;
    }
    case "task":
      if (new Set(step.outcomes.map(({ outcome }) => outcome.toLowerCase())).size < step.outcomes.length)
        found("error", "invalid", id, "outcomes", "Two outcomes have the same name.");
      return;
    case "change":
      for (const field of ["addTo", "removeFrom"] as const)
        for (const key of step[field])
          if (!hasSegment(around, key, "static"))
            found("error", "missing_segment", id, field, `There is no list ${key}: people are put into segments that are lists.`);
      return;
    case "flow":
      if (step.flow === "") found("error", "missing_flow", id, "flow", "There is no flow to start yet.");
      else if (step.flow === around.flow) found("error", "self_triggering", id, "flow", "The flow would start itself.");
      else if (!around.flows.some(({ key }) => key === step.flow))
        found("error", "missing_flow", id, "flow", `There is no flow ${step.flow}.`);
      return;
    default:
      return;
  }
}

/** Whether there is a segment of people of this key, as far as that matters of this kind. */
const hasSegment = ({ segments }: FlowSurroundings, key: string, kind?: "static"): boolean =>
  segments.some((one) => one.key === key && one.of === "person" && (kind === undefined || one.kind === kind));

type Placed = { step: string | null; field: string };

type PlacedPredicate = Placed & { predicate: Predicate; scope: "asked" | "awaited" };

function placedPredicates({ trigger, entry, exit, steps }: FlowDefinition): PlacedPredicate[] {
  return [
    ...(trigger.kind === "schedule" ? [{ predicate: trigger.who, step: null, field: "trigger.who", scope: "awaited" as const }] : []),
    ...(entry.who ? [{ predicate: entry.who, step: null, field: "entry.who", scope: "asked" as const }] : []),
    ...(exit.when ? [{ predicate: exit.when, step: null, field: "exit.when", scope: "awaited" as const }] : []),
    ...Object.entries(steps).flatMap(([step, one]): PlacedPredicate[] => {
      if (one.kind === "branch")
        return one.cases.map(({ when }, index) => ({ predicate: when, step, field: `cases.${index}.when`, scope: "asked" as const }));
      if (one.kind === "wait" && one.wait.for === "predicate")
        return [{ predicate: one.wait.when, step, field: "wait.when", scope: "awaited" as const }];
      return [];
    }),
  ];
}

function placedMatches({ trigger, exit, goal, steps }: FlowDefinition): (Placed & { match: EventMatch })[] {
  return [
    ...(trigger.kind === "event" ? [{ match: trigger.on, step: null, field: "trigger.on" }] : []),
    ...exit.on.map((match, index) => ({ match, step: null, field: `exit.on.${index}` })),
    ...(goal ? [{ match: goal.event, step: null, field: "goal.event" }] : []),
    ...Object.entries(steps).flatMap(([step, one]): (Placed & { match: EventMatch })[] => {
      if (one.kind === "wait" && one.wait.for === "event") return [{ match: one.wait.event, step, field: "wait.event" }];
      if ((one.kind === "message" || one.kind === "split") && one.goal) return [{ match: one.goal.event, step, field: "goal.event" }];
      return [];
    }),
  ];
}

/** One predicate: its shape, what it names, and whether live segments can remember what it asks about the past. */
function checkOne(predicate: Predicate, place: Placed & { scope: "asked" | "awaited" }, around: FlowSurroundings, found: Found): void {
  const { step, field, scope } = place;
  for (const issue of checkPredicate(predicate, scope === "asked" ? "event" : "person", field))
    found("error", "invalid", step, issue.field, `It ${issue.message}.`);
  if (scope === "awaited" && speaksOfEvent(predicate)) return;
  for (const leaf of leavesOf(predicate)) {
    if (scope === "awaited" || asksForThePast(leaf))
      for (const issue of liveIssues(leaf, field, around.journeys))
        found("error", "invalid", step, issue.field, `${sentence(issue.message)} Use ${issue.accepted ?? "something else"}.`);
    if ("segment" in leaf && !hasSegment(around, leaf.segment))
      found("error", "missing_segment", step, field, `There is no segment ${leaf.segment}.`);
    if ("stage" in leaf) requireStage(leaf.stage, step, field, around, found);
    if ("property" in leaf && leaf.op === "matches") {
      const issue = patternIssue(leaf.value);
      if (issue !== null) found("error", "invalid", step, field, `The pattern cannot be read: ${issue}`);
    }
    if ("did" in leaf) unknownNames({ event: leaf.did }, place, around, found);
  }
  if (neverHolds(predicate)) found(scope === "asked" ? "warning" : "error", "unsatisfiable", step, field, "This can hold for nobody.");
}

const sentence = (text: string): string => `${text.slice(0, 1).toUpperCase()}${text.slice(1)}.`;

/** What an arriving interaction is asked: of itself, and of the person as they are. */
function checkMatch(match: EventMatch, place: Placed, around: FlowSurroundings, found: Found): void {
  const { step, field } = place;
  unknownNames(match, place, around, found);
  if (match.where === undefined) return;
  for (const issue of checkPredicate(match.where, "event", `${field}.where`))
    found("error", "invalid", step, issue.field, `It ${issue.message}.`);
  if (asksForThePast(match.where))
    found(
      "error",
      "invalid",
      step,
      `${field}.where`,
      "What somebody did before cannot be asked of an arriving event: put it into who may come in, or into a branch.",
    );
  if (leavesOf(match.where).some((leaf) => "segment" in leaf && !hasSegment(around, leaf.segment)))
    found("error", "missing_segment", step, `${field}.where`, "It names a segment that is not there.");
  if (neverHolds(match.where)) found("error", "unsatisfiable", step, field, "This can hold for no event.");
}

function unknownNames({ event }: EventMatch, { step, field }: Placed, around: FlowSurroundings, found: Found): void {
  for (const name of [event].flat())
    if (name !== null && !around.events.has(name)) found("warning", "unknown_event", step, field, `No event ${name} has ever arrived.`);
}

/** What this flow itself puts on timelines, by the kind of step that does. */
const causedBy: Partial<Record<FlowStep["kind"], readonly string[]>> = {
  message: ["Touch Decided"],
  task: ["Task Created"],
  approval: ["Task Created"],
  change: ["Person Changed"],
};

/** Whether the flow can let somebody in by what it does to them. */
function checkCircles(definition: FlowDefinition, around: FlowSurroundings, found: Found): void {
  const { trigger, entry, steps } = definition;
  const kinds = new Set(Object.values(steps).map(({ kind }) => kind));
  const causes = new Set([
    "Flow Entered",
    "Flow Exited",
    "Flow Failed",
    "Flow Goal Reached",
    ...[...kinds].flatMap((kind) => causedBy[kind] ?? []),
  ]);
  const again = entry.again !== "never";
  if (trigger.kind === "event" && again) {
    const own = [trigger.on.event].flat().find((name) => name !== null && causes.has(name));
    if (own !== undefined && own !== null)
      found(
        "error",
        "self_triggering",
        null,
        "trigger.on",
        `The flow itself causes ${own}, so it would let the same people in again and again.`,
      );
  }
  if (
    trigger.kind === "segment" &&
    again &&
    Object.values(steps).some((step) => step.kind === "change" && [...step.addTo, ...step.removeFrom].includes(trigger.segment))
  )
    found("error", "self_triggering", null, "trigger.segment", "The flow changes the very segment that lets people in.");
  const starts = Object.values(steps).flatMap((step) => (step.kind === "flow" ? [step.flow] : []));
  const seen = new Set(starts);
  for (const key of seen) for (const next of around.flows.find((flow) => flow.key === key)?.starts ?? []) seen.add(next);
  if (again && seen.has(around.flow) && !starts.includes(around.flow))
    found(
      "error",
      "self_triggering",
      null,
      null,
      `It starts ${starts.join(", ")}, which start${starts.length === 1 ? "s" : ""} this one again.`,
    );
}
