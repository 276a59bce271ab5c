import {
  flowStepSchema,
  messageStates,
  parsePersonId,
  personIdOf,
  stepTitle,
  type Message,
  type MessageChannel,
  type MessageDetails,
  type MessageState,
  type RenderedMessage,
} from "@throughline/contract";
import { sql, type RawBuilder } from "kysely";
import { z } from "zod";
import { requirePermission, type Access } from "../../../platform/auth/access.ts";
import { decodeCursor, encodeCursor } from "../../../platform/http/index.ts";
import { containing } from "../../../platform/postgres/containing.ts";
import { stretchesOf } from "../../identity/index.ts";
import { noSuchMessage, type Db, type MessagesDeps } from "../messages-deps.ts";

export type LogDeps = Pick<MessagesDeps, "db" | "now">;

const times = [
  "queuedAt",
  "nextAt",
  "sentAt",
  "deliveredAt",
  "openedAt",
  "clickedAt",
  "bouncedAt",
  "complainedAt",
  "unsubscribedAt",
  "dismissedAt",
] as const;
type Row = Omit<Message, (typeof times)[number] | "person" | "touch" | "to" | "stepName"> &
  Record<(typeof times)[number], Date | null> & {
    personId: string;
    personName: string | null;
    personEmail: string | null;
    touchId: string | null;
    address: string | null;
    /** The step as the latest version says that has it. */
    stepIs: unknown;
  };

const columns = sql`m.id, m.key, m.channel, m.state, m.address, m.subject, m.template, m.version, m.locale, m.purpose, m.topic, m.flow, l.name AS "flowName", m.step, m.touch_id AS "touchId", m.attempts, m.reason,
  m.queued_at AS "queuedAt", m.next_at AS "nextAt", m.sent_at AS "sentAt", m.settled_by AS "settledBy", m.delivered_at AS "deliveredAt", m.opened_at AS "openedAt", m.clicked_at AS "clickedAt",
  m.bounced_at AS "bouncedAt", m.complained_at AS "complainedAt", m.unsubscribed_at AS "unsubscribedAt", m.dismissed_at AS "dismissedAt",
  p.id AS "personId", p.name AS "personName", p.email AS "personEmail",
  (SELECT v.definition->'steps'->m.step FROM flow_version v WHERE v.flow_id = l.id AND v.definition->'steps' ? m.step ORDER BY v.version DESC LIMIT 1) AS "stepIs"`;
/** With its flow, and the person who has the profile; on a shared device, who had it at the time. */
const owned = sql`LEFT JOIN flow l ON l.workspace_id = m.workspace_id AND l.key = m.flow LEFT JOIN profile f ON f.workspace_id = m.workspace_id AND f.id = m.profile_id
  LEFT JOIN person p ON p.workspace_id = m.workspace_id AND p.id = coalesce((SELECT o.person_id FROM person_override o WHERE f.split AND o.workspace_id = m.workspace_id AND o.profile_id = m.profile_id
    AND NOT o.deleted AND o.from_ms <= extract(epoch FROM m.queued_at) * 1000 ORDER BY o.from_ms DESC LIMIT 1), f.person_id, m.profile_id)`;

export function toMessage(row: Row): Message {
  const { personId, personName, personEmail, touchId, address, stepIs, ...rest } = row;
  const shown = Object.fromEntries(times.map((time) => [time, row[time]?.toISOString() ?? null])) as Record<
    (typeof times)[number],
    string | null
  >;
  return {
    ...rest,
    ...shown,
    queuedAt: row.queuedAt?.toISOString() ?? "",
    nextAt: row.state === "queued" && row.attempts > 0 ? shown.nextAt : null,
    person: { id: personIdOf(personId ?? "0"), name: personName, email: personEmail },
    to: address,
    touch: touchId,
    stepName: stepIs == null ? rest.step : stepTitle(flowStepSchema.parse(stepIs)),
  };
}

export type ListMessagesInput = {
  search?: string | undefined;
  person?: string | undefined;
  flow?: string | undefined;
  step?: string | undefined;
  template?: string | undefined;
  channel?: MessageChannel | undefined;
  state?: MessageState | undefined;
  from?: string | undefined;
  to?: string | undefined;
  cursor?: string | undefined;
  limit: number;
};

/** What was sent, and what was not: the latest first. */
export async function listMessages(
  { db }: LogDeps,
  access: Access,
  input: ListMessagesInput,
): Promise<{ items: Message[]; next: string | null }> {
  requirePermission(access, "flows:read");
  const after = decodeCursor(input.cursor, z.tuple([z.iso.datetime(), z.uuid()]));
  const conditions: RawBuilder<unknown>[] = [sql`m.workspace_id = ${access.workspaceId}`];
  if (input.search) conditions.push(sql`concat_ws(E'\n', m.subject, m.address, p.name, p.email) ILIKE ${containing(input.search)}`);
  if (input.person !== undefined) conditions.push(await ofPerson(db, access.workspaceId, input.person));
  for (const filter of ["flow", "step", "template", "channel", "state"] as const)
    if (input[filter] !== undefined) conditions.push(sql`${sql.ref(`m.${filter}`)} = ${input[filter]}`);
  if (input.from !== undefined) conditions.push(sql`m.queued_at >= ${new Date(input.from)}`);
  if (input.to !== undefined) conditions.push(sql`m.queued_at < ${new Date(input.to)}`);
  if (after) conditions.push(sql`(date_trunc('milliseconds', m.queued_at), m.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)`);
  const { rows } = await sql<Row>`
    SELECT ${columns} FROM message m ${owned} WHERE ${sql.join(conditions, sql` AND `)}
    ORDER BY date_trunc('milliseconds', m.queued_at) DESC, m.id DESC LIMIT ${input.limit + 1}`.execute(db);
  const last = rows.length > input.limit ? rows[input.limit - 1] : undefined;
  return { items: rows.slice(0, input.limit).map(toMessage), next: last ? encodeCursor([last.queuedAt?.toISOString(), last.id]) : null };
}

/** Messages of any of a person's profiles, of shared ones those of the person's own time. */
async function ofPerson(db: Db, workspaceId: string, person: string): Promise<RawBuilder<unknown>> {
  const profileId = parsePersonId(person) ?? "0";
  const { rows } = await sql<{
    personId: string;
  }>`SELECT person_id AS "personId" FROM profile WHERE workspace_id = ${workspaceId} AND id = ${profileId}`.execute(db);
  const personId = rows[0]?.personId ?? profileId;
  return sql`EXISTS (SELECT 1 FROM (${stretchesOf(workspaceId, [personId])}) s WHERE s.profile_id = m.profile_id
    AND m.queued_at >= to_timestamp(s.from_ms / 1000.0) AND (s.until_ms IS NULL OR m.queued_at < to_timestamp(s.until_ms / 1000.0)))`;
}

/** How many are in which state; those that are over only of the last 28 days. */
export async function countMessages(
  { db, now }: LogDeps,
  access: Access,
  { flow }: { flow?: string | undefined },
): Promise<Record<MessageState, number>> {
  requirePermission(access, "flows:read");
  const since = new Date(now() - 28 * 86_400_000);
  const { rows } = await sql<{ state: MessageState; n: number }>`
    SELECT state, count(*)::int AS n FROM message WHERE workspace_id = ${access.workspaceId} ${flow === undefined ? sql`` : sql`AND flow = ${flow}`}
      AND (state IN ('queued', 'sending', 'unknown') OR queued_at >= ${since}) GROUP BY state`.execute(db);
  return Object.fromEntries(messageStates.map((state) => [state, rows.find((row) => row.state === state)?.n ?? 0])) as Record<
    MessageState,
    number
  >;
}

export async function getMessage({ db }: LogDeps, access: Access, { id }: { id: string }): Promise<MessageDetails> {
  requirePermission(access, "flows:read");
  return readMessage(db, access.workspaceId, id);
}

/** A message with what was sent and what happened to it. Throws `not_found`. */
export async function readMessage(db: Db, workspaceId: string, id: string): Promise<MessageDetails> {
  const { rows } = await sql<Row & { rendered: RenderedMessage | null; providerId: string | null }>`
    SELECT ${columns}, m.rendered, m.provider_id AS "providerId" FROM message m ${owned} WHERE m.workspace_id = ${workspaceId} AND m.id = ${id}`.execute(
    db,
  );
  const [row] = rows;
  if (!row) throw noSuchMessage();
  const { rendered, providerId, ...rest } = row;
  const { rows: events } = await sql<{ at: Date; what: string; note: string | null }>`
    SELECT at, what, note FROM message_event WHERE workspace_id = ${workspaceId} AND message_id = ${id} ORDER BY id LIMIT 500`.execute(db);
  return { ...toMessage(rest), rendered, providerId, history: events.map(({ at, what, note }) => ({ at: at.toISOString(), what, note })) };
}
