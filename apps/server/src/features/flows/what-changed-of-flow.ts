import { nameOfStep, stepKindNames, type FlowDefinition } from "@throughline/contract";
import { isDeepStrictEqual } from "node:util";
import { whatChanged } from "../../platform/audit/what-changed.ts";
import { readDefinition, type FlowRow } from "./flows.store.ts";

/** Fields that lead to a step, or to the end. */
const ways: ReadonlySet<string> = new Set(["next", "timedOut", "held", "failed", "approved", "refused", "otherwise"]);
/** What other systems are called with may hold keys to them. */
const secret = ["url", "body"];

/** What the audit log tells of a change: name, description and draft, the steps by what they are called. Where steps stand on the canvas is named, not told. */
export function whatChangedOfFlow(
  row: Pick<FlowRow, "name" | "description" | "draft">,
  change: { name?: string | undefined; description?: string | undefined; draft?: FlowDefinition | undefined },
): Record<string, unknown> {
  const before = readDefinition(row.draft);
  const after = change.draft ?? before;
  const names = titles(before, after);
  const [name, description] = [change.name ?? row.name, change.description ?? row.description];
  return {
    name,
    ...whatChanged(
      { name: row.name, description: row.description, ...told(before, after, names) },
      { name, description, ...told(after, before, names) },
      { secret },
    ),
    ...(isDeepStrictEqual(before.layout, after.layout) ? {} : { changed: ["layout"] }),
  };
}

/** What steps are called, as they are called afterwards; with their id where several are called the same. */
function titles(before: FlowDefinition, after: FlowDefinition): (id: string) => string {
  const ids = [...new Set([...Object.keys(before.steps), ...Object.keys(after.steps)])];
  const title = (id: string) => nameOfStep(Object.hasOwn(after.steps, id) ? after : before, id);
  const counts = Map.groupBy(ids, title);
  return (id) => ((counts.get(title(id))?.length ?? 0) > 1 ? `${title(id)} (${id})` : title(id));
}

/** A step that the other has not, or not of this kind, is told by its kind alone. */
function told({ layout: _, steps, start, ...flow }: FlowDefinition, other: FlowDefinition, nameOf: (id: string) => string) {
  const leadsTo = (value: unknown) => (value === null ? "the end" : typeof value === "string" ? nameOf(value) : value);
  const led = (part: object): Record<string, unknown> =>
    Object.fromEntries(
      Object.entries(part).map(([field, value]: [string, unknown]) => [
        field,
        ways.has(field)
          ? leadsTo(value)
          : Array.isArray(value)
            ? value.map((one: unknown) => (typeof one === "object" && one ? led(one) : one))
            : value,
      ]),
    );
  return {
    ...flow,
    start: leadsTo(start),
    steps: Object.fromEntries(
      Object.entries(steps).map(([id, step]) => [nameOf(id), other.steps[id]?.kind === step.kind ? led(step) : stepKindNames[step.kind]]),
    ),
  };
}
