import type { FlowDefinition, FlowStep, TemplateContent } from "@throughline/contract";
import { traitsGiven, type ReadVariable, type SeenVariables } from "@throughline/domain";
import { sql } from "kysely";
import { fieldsOf, variablesOf } from "../messages/index.ts";
import type { Db } from "./flows-deps.ts";

/** The texts of a step that are Liquid, but for what its template says. */
function textsOf(step: FlowStep): { field: string; source: string }[] {
  switch (step.kind) {
    case "task":
    case "approval":
      return [
        { field: "title", source: step.title },
        { field: "why", source: step.why },
      ];
    case "webhook":
      return [
        { field: "url", source: step.url },
        { field: "body", source: step.body ?? "" },
      ];
    case "change":
      return step.traits.flatMap(({ value }, index) =>
        typeof value === "string" ? [{ field: `traits.${index}.value`, source: value }] : [],
      );
    default:
      return [];
  }
}

type Templates = ReadonlyMap<string, { content: TemplateContent | null }>;

/** What the texts of each step read without a default; of messages what the published template does, in any language. */
export function readsOf({ steps }: FlowDefinition, templates: Templates): Record<string, ReadVariable[]> {
  const unguarded = (field: string, sources: readonly string[]): ReadVariable[] =>
    variablesOf(sources).flatMap(({ path, guarded }) => (guarded ? [] : [{ path, field }]));
  return Object.fromEntries(
    Object.entries(steps).map(([id, step]) => {
      const content = step.kind === "message" ? templates.get(step.template)?.content : null;
      const ofTemplate = content
        ? unguarded(
            "template",
            fieldsOf(content).map(({ source }) => source),
          )
        : [];
      return [id, [...ofTemplate, ...textsOf(step).flatMap(({ field, source }) => unguarded(field, [source]))]];
    }),
  );
}

/** What has ever been seen of what texts can speak of; traits that other flows give count as well. */
export async function readSeenVariables(
  db: Db,
  workspaceId: string,
  { trigger }: FlowDefinition,
  others: readonly FlowDefinition[],
): Promise<SeenVariables> {
  const names = trigger.kind === "event" ? [trigger.on.event].flat().filter((name) => name !== null) : [];
  const { rows } = await sql<{ kind: string; event: string; name: string }>`
    SELECT kind, event, name FROM catalogue_property WHERE workspace_id = ${workspaceId} AND kind IN ('person', 'account') AND event = ''
    UNION ALL SELECT DISTINCT 'event', event, name FROM catalogue_property WHERE workspace_id = ${workspaceId} AND event = ANY(${names}::text[])
    UNION ALL SELECT DISTINCT 'event', name, NULL FROM catalogue_event WHERE workspace_id = ${workspaceId} AND name = ANY(${names}::text[])`.execute(
    db,
  );
  const of = (kind: string) => new Set(rows.filter((row) => row.kind === kind).map(({ name }) => name));
  const events = Map.groupBy(
    rows.filter(({ kind }) => kind === "event"),
    ({ event }) => event,
  );
  return {
    person: new Set([...of("person"), ...others.flatMap((other) => [...traitsGiven(other)])]),
    account: of("account"),
    events: new Map([...events].map(([event, list]) => [event, new Set(list.map(({ name }) => name))])),
  };
}
