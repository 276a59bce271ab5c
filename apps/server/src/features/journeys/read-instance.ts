import {
  durationMs,
  failedNode,
  parseAccountId,
  parsePersonId,
  personIdOf,
  ProductError,
  type Channel,
  type InstanceStrip,
  type Interaction,
  type JourneyDefinition,
} from "@throughline/contract";
import { crossingsOf, handOffDetails, instancesOf, talkOf, type Crossing, type JourneyMark } from "@throughline/domain";
import { z } from "zod";
import { requirePermission, type Access } from "../../platform/auth/access.ts";
import { personExpression } from "../timeline/index.ts";
import { instanceRowSchema, instancesStatement } from "./instances-list-sql.ts";
import { subjectExpression } from "./instances-sql.ts";
import { summariesOf } from "./list-instances.ts";
import { getJourney } from "./manage-journeys.ts";
import { readMarkNumber, rowsOf } from "./mark-sql.ts";
import { openDefinition, type JourneyDeps, type OpenJourney } from "./open-journey.ts";
import { nodeName } from "./read-tallies.ts";

/** What one can look through; the journey's own interactions come before others. */
const longestStrip = 400;

const rowSchema = z.object({
  id: z.string(),
  at_ms: z.coerce.number(),
  name: z.string(),
  channel: z.string(),
  actor: z.string(),
  session_id: z.string(),
  person_id: z.string(),
  properties: z.record(z.string(), z.unknown()),
  belongs: z.number(),
  mark: z.string(),
  total: z.number(),
});
type StripRow = z.infer<typeof rowSchema>;
const noSuch = (id: string) => new ProductError("not_found", `There is no instance ${JSON.stringify(id)} of this journey.`);

/** One instance with everything that happened in it, across channels. Throws `not_found`. */
export async function readInstance(deps: JourneyDeps, access: Access, input: { key: string; instance: string }): Promise<InstanceStrip> {
  requirePermission(access, "journeys:read");
  requirePermission(access, "people:read");
  const definition = await getJourney(deps, access, input);
  const [, id = "", moment = ""] = /^([pa]_[0-7][0-9a-f]{15})-(\d{1,14})$/.exec(input.instance) ?? [];
  const subject = definition.by === "account" ? parseAccountId(id) : parsePersonId(id);
  const startedMs = Number(moment);
  if (subject === null) throw noSuch(input.instance);
  const range = { from: new Date(startedMs).toISOString(), to: new Date(Math.max(deps.now(), startedMs + 1)).toISOString() };
  const opened = await openDefinition(deps, access.workspaceId, definition, range);
  const asked = opened.question();
  asked.subjects = `${subjectExpression(definition)} = ${asked.parameters.add(subject, "UInt64")}`;
  const filter = { ...opened.periods.current, startedMs };
  const [row] = await opened.context.ask({
    query: instancesStatement(asked, filter, { after: null, limit: 1 }),
    parameters: asked.parameters,
    schema: instanceRowSchema,
  });
  const [summary] = row ? await summariesOf(deps, access.workspaceId, definition, [row]) : [];
  if (!row || !summary) throw noSuch(input.instance);
  const rows = await readRows(opened, subject, startedMs, summary.endedAt === null ? opened.context.nowMs : Date.parse(summary.endedAt));
  return { ...summary, strip: stripOf(opened, rows, startedMs), hidden: (rows[0]?.total ?? 0) - rows.length };
}

async function readRows(
  { definition, context, question }: OpenJourney,
  subject: string,
  fromMs: number,
  toMs: number,
): Promise<StripRow[]> {
  const { parameters, compile } = question();
  const { mark, belongs } = rowsOf(definition, parameters, compile, null);
  const rows = await context.ask({
    query: `SELECT toString(id) AS id, toUnixTimestamp64Milli(at) AS at_ms, name, channel, actor, session_id, toString(${personExpression}) AS person_id, properties,
        toUInt8(${belongs}) AS belongs, toString(${mark}) AS mark, toUInt32(count() OVER ()) AS total
      FROM interaction WHERE workspace_id = ${parameters.workspace} AND at >= fromUnixTimestamp64Milli(${parameters.add(fromMs, "Int64")})
        AND at <= fromUnixTimestamp64Milli(${parameters.add(toMs, "Int64")}) AND NOT is_bot AND ${subjectExpression(definition)} = ${parameters.add(subject, "UInt64")}
      ORDER BY belongs DESC, at, id LIMIT ${longestStrip}`,
    parameters,
    schema: rowSchema,
  });
  return rows.sort((a, b) => a.at_ms - b.at_ms || (BigInt(a.mark) < BigInt(b.mark) ? -1 : 1));
}

type Marked = { row: StripRow; mark: JourneyMark };

function stripOf({ definition, context }: OpenJourney, rows: readonly StripRow[], startedMs: number): InstanceStrip["strip"] {
  const marked = rows.filter((row) => row.belongs === 1).map((row): Marked => ({ row, mark: toMark(definition, row) }));
  const marks = marked.map((one) => one.mark);
  const rules = {
    stages: definition.stages.map((stage) => stage.key),
    failures: definition.failures.map((failure) => failure.key),
    windowMs: durationMs(definition.window),
  };
  const instance = instancesOf(rules, marks, context.nowMs).find((one) => one.startedAt === startedMs);
  const contacts = marks.filter((mark) => mark.isContact).map((mark) => mark.at);
  const crossings = instance ? crossingsOf(instance, contacts, context.nowMs) : [];
  const talk = new Set(talkOf(marks));
  return rows.map((row) => {
    const own = marked.find((one) => one.row === row)?.mark;
    return {
      id: row.id,
      at: new Date(row.at_ms).toISOString(),
      name: row.name,
      channel: row.channel as Channel,
      actor: row.actor as Interaction["actor"],
      sessionId: row.session_id || null,
      personId: personIdOf(row.person_id),
      properties: row.properties,
      team: typeof row.properties["team"] === "string" ? row.properties["team"] : null,
      marks: own ? marksOf(definition, own) : ["other"],
      stage: own?.node ?? null,
      seams: own && talk.has(own) ? crossings.filter((one) => endsAt(one, own)).map(toSeam) : [],
    };
  });
}

const endsAt = (crossing: Crossing, mark: JourneyMark): boolean => crossing.arrivedAt === mark.at;
const toSeam = ({ seam, at, arrivedAt }: Crossing) => ({ key: seam, gapSeconds: arrivedAt === null ? null : (arrivedAt - at) / 1000 });

function toMark(definition: JourneyDefinition, row: StripRow): JourneyMark {
  const { isEntry, node, isContact, isFriction } = readMarkNumber(BigInt(row.mark));
  const interaction = {
    at: row.at_ms,
    channel: row.channel as Channel,
    actor: row.actor as Interaction["actor"],
    properties: row.properties,
  };
  return {
    at: row.at_ms,
    isEntry,
    node: node === 0 ? null : nodeName(definition, node),
    isContact,
    isFriction,
    channel: interaction.channel,
    actor: interaction.actor,
    ...handOffDetails(interaction),
    revenue: 0,
  };
}

function marksOf(definition: JourneyDefinition, mark: JourneyMark): InstanceStrip["strip"][number]["marks"] {
  const isFailure = definition.failures.some((failure) => failedNode(failure.key) === mark.node);
  const isStage = definition.stages.some((stage) => stage.key === mark.node);
  const marks: InstanceStrip["strip"][number]["marks"] = [];
  if (mark.isEntry) marks.push("entry");
  if (mark.node !== null) marks.push(isStage ? "stage" : isFailure ? "failure" : "goal");
  if (mark.isContact) marks.push("contact");
  if (mark.isFriction) marks.push("friction");
  return marks.length === 0 ? ["conversation"] : marks;
}
