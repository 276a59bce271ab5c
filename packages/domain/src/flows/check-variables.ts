import { edgesOf, type FlowDefinition, type FlowIssue } from "@throughline/contract";

/** A variable that a text of a step reads and for which it has neither a default nor a condition; `field` is where the text stands, such as `template` or `url`. */
export type ReadVariable = { path: string; field: string };

/** What texts of a flow can find: names of traits and of event properties that have ever been seen. */
export type SeenVariables = {
  person: ReadonlySet<string>;
  account: ReadonlySet<string>;
  /** Properties of the events that let people in, by name; events that never arrived are left out. */
  events: ReadonlyMap<string, ReadonlySet<string>>;
};

/** What is there of everybody, whatever they told. */
const alwaysThere: Record<string, readonly string[]> = {
  person: ["id", "userId", "name", "email", "phone", "traits"],
  account: ["key", "name"],
  flow: ["key", "name"],
  workspace: ["name"],
  links: ["unsubscribe", "preferences"],
};

/**
 * What the texts of steps read and the flow cannot give: properties that the event that lets people in never had, traits of which nobody has told, an answer that no earlier step gets. Warnings: it is left out of the
 * text, or the text comes out empty.
 */
export function variableIssues(
  definition: FlowDefinition,
  reads: Readonly<Record<string, readonly ReadVariable[]>>,
  seen: SeenVariables,
): FlowIssue[] {
  const given = traitsGiven(definition);
  const issues = new Map<string, FlowIssue>();
  for (const [step, variables] of Object.entries(reads))
    for (const { path, field } of variables) {
      const why = whyMissing(path.split("."), { definition, step, seen, given });
      if (why !== null)
        issues.set(`${step} ${path}`, {
          severity: "warning",
          code: "missing_variable",
          step,
          field,
          message: `It reads ${path}, without a default: ${why}.`,
        });
    }
  return [...issues.values()];
}

type About = { definition: FlowDefinition; step: string; seen: SeenVariables; given: ReadonlySet<string> };

/** Why a flow cannot give a variable, or null where it may. */
function whyMissing([root = "", name, ...rest]: readonly string[], about: About): string | null {
  switch (root) {
    case "person":
    case "account": {
      const trait = root === "person" && name === "traits" ? rest[0] : name;
      if (trait === undefined || (trait === name && alwaysThere[root]?.includes(trait))) return null;
      if (about.seen[root].has(trait) || (root === "person" && about.given.has(trait))) return null;
      return root === "person" ? `nobody has a trait ${trait}` : `no account has a trait ${trait}`;
    }
    case "event":
      return whyNoEvent(name, rest, about);
    case "answers":
      return name === undefined ? null : whyNoAnswer(name, about);
    default:
      if (!(root in alwaysThere)) return `there is no ${root}`;
      return name === undefined || alwaysThere[root]?.includes(name) ? null : `${root} has no ${name}`;
  }
}

function whyNoEvent(name: string | undefined, [property]: readonly string[], { definition: { trigger }, seen }: About): string | null {
  if (name === undefined) return null;
  if (name !== "name" && name !== "at" && name !== "properties") return `it would be event.properties.${name}`;
  // Who starts it gives what they like.
  if (trigger.kind === "manual") return null;
  if (trigger.kind !== "event") return "what lets people in is no event";
  if (property === undefined || name !== "properties") return null;
  const without = [trigger.on.event].flat().filter((event) => event !== null && seen.events.get(event)?.has(property) === false);
  return without.length === 0 ? null : `${without.join(" and ")} never had a property ${property}`;
}

function whyNoAnswer(asked: string, { definition, step }: About): string | null {
  const { steps } = definition;
  if (!Object.hasOwn(steps, asked) || steps[asked]?.kind !== "webhook") return `no step ${asked} calls anybody`;
  const edges = Map.groupBy(edgesOf(definition), ({ from }) => from);
  // Whoever leaves it by `failed` has no answer.
  const reached = new Set((edges.get(asked) ?? []).flatMap(({ way, to }) => (way === "failed" || to === null ? [] : [to])));
  for (const one of reached) for (const { to } of edges.get(one) ?? []) if (to !== null) reached.add(to);
  return reached.has(step) ? null : `nobody comes here with an answer from ${asked}`;
}

/** Traits that a flow gives people. */
export const traitsGiven = ({ steps }: FlowDefinition): Set<string> =>
  new Set(Object.values(steps).flatMap((step) => (step.kind === "change" ? step.traits.map(({ trait }) => trait) : [])));
