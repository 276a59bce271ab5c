import { journeyDefinitionSchema, type FlowDefinition } from "@throughline/contract";
import { signalNames, type FlowSurroundings } from "@throughline/domain";
import { sql } from "kysely";
import { readRules } from "../arbiter/index.ts";
import { readTemplateNames } from "../messages/index.ts";
import { readsOf, readSeenVariables } from "./text-variables.ts";
import { readDefinition } from "./flows.store.ts";
import type { Db } from "./flows-deps.ts";

/** Names that we put on timelines ourselves, whether or not one has arrived yet. */
const ownNames = [
  "Segment Entered",
  "Segment Left",
  "Flow Entered",
  "Flow Exited",
  "Flow Failed",
  "Flow Goal Reached",
  "Person Changed",
  "Touch Decided",
  "Task Created",
  "Task Done",
  "Task Cancelled",
  "Task Reopened",
  "Email Sent",
  "Email Delivered",
  "Email Opened",
  "Email Clicked",
  "Email Bounced",
  "Email Complained",
  "Email Unsubscribed",
];

/** What there is in a workspace that a flow may speak of. */
export async function readSurroundings(db: Db, workspaceId: string, flow: string, definition: FlowDefinition): Promise<FlowSurroundings> {
  const { rows: segments } = await sql<{ key: string; kind: "static" | "live"; of: "person" | "account" }>`
    SELECT key, kind, of FROM segment WHERE workspace_id = ${workspaceId} AND replaces IS NULL AND NOT hidden`.execute(db);
  const { rows: journeys } = await sql<{
    key: string;
    definition: unknown;
  }>`SELECT key, definition FROM journey WHERE workspace_id = ${workspaceId}`.execute(db);
  const { rows: flows } = await sql<{ key: string; definition: unknown }>`
    SELECT f.key, coalesce(v.definition, f.draft) AS definition FROM flow f LEFT JOIN flow_version v ON v.flow_id = f.id AND v.version = f.version WHERE f.workspace_id = ${workspaceId} AND f.key <> ${flow}`.execute(
    db,
  );
  const names = [...JSON.stringify(definition).matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(([text]) => JSON.parse(text) as string);
  const { rows: events } = await sql<{ name: string }>`
    SELECT DISTINCT name FROM catalogue_event WHERE workspace_id = ${workspaceId} AND name = ANY(${[...new Set(names)]}::text[])`.execute(
    db,
  );
  const named = Object.values(definition.steps).flatMap((step) => (step.kind === "message" ? [step.template] : []));
  const templates = await readTemplateNames(db, workspaceId, named);
  const others = flows.map(({ key, definition: other }) => ({ key, definition: readDefinition(other) }));
  return {
    flow,
    segments,
    journeys: Object.fromEntries(journeys.map((journey) => [journey.key, journeyDefinitionSchema.parse(journey.definition)])),
    flows: others.map(({ key, definition: other }) => ({
      key,
      starts: Object.values(other.steps).flatMap((step) => (step.kind === "flow" ? [step.flow] : [])),
    })),
    templates: [...templates].flatMap(([key, { channel, version }]) => (version === null ? [] : [{ key, channel }])),
    events: new Set([...ownNames, ...signalNames, ...events.map(({ name }) => name)]),
    rules: (await readRules(db, workspaceId)).rules,
    reads: readsOf(definition, templates),
    seen: await readSeenVariables(
      db,
      workspaceId,
      definition,
      others.map((other) => other.definition),
    ),
  };
}
