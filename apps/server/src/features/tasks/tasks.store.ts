import {
  accountIdOf,
  personIdOf,
  taskContextSchema,
  type Task,
  type TaskOrigin,
  type TaskPriority,
  type TaskState,
} from "@throughline/contract";
import { sql, type RawBuilder } from "kysely";
import { z } from "zod";
import { containing } from "../../platform/postgres/containing.ts";
import { firstUserId } from "../people/index.ts";
import type { Db } from "./tasks-deps.ts";

type Row = {
  id: string;
  title: string;
  why: string;
  personId: string | null;
  personName: string | null;
  personEmail: string | null;
  personPhone: string | null;
  personUserId: string | null;
  accountId: string | null;
  accountKey: string | null;
  accountName: string | null;
  context: unknown;
  assigneeId: string | null;
  assigneeName: string | null;
  dueAt: Date | null;
  overdue: boolean;
  priority: TaskPriority;
  state: TaskState;
  outcomes: unknown;
  outcome: string | null;
  note: string;
  origin: TaskOrigin;
  originRef: string | null;
  key: string | null;
  createdAt: Date;
  createdBy: string;
  updatedAt: Date;
  closedAt: Date | null;
  closedBy: string | null;
  revision: number;
};

const columns = sql`
  t.id, t.title, t.why, p.id AS "personId", p.name AS "personName", p.email AS "personEmail", p.phone AS "personPhone", CASE WHEN p.id IS NOT NULL THEN ${firstUserId} END AS "personUserId",
  a.id AS "accountId", a.key AS "accountKey", a.name AS "accountName", t.context, u.id AS "assigneeId", u.name AS "assigneeName", t.due_at AS "dueAt", t.priority, t.state, t.outcomes, t.outcome,
  t.note, t.origin, t.origin_ref AS "originRef", t.key, t.created_at AS "createdAt", t.created_by AS "createdBy", t.updated_at AS "updatedAt", t.closed_at AS "closedAt", t.closed_by AS "closedBy", t.revision`;
/** The person as they are known now, the account (its own, else the person's), the assignee as long as they belong to the workspace. */
const tables = sql`
  task t LEFT JOIN profile f ON f.workspace_id = t.workspace_id AND f.id = t.profile_id
  LEFT JOIN person p ON p.workspace_id = t.workspace_id AND p.id = f.person_id
  LEFT JOIN account a ON a.workspace_id = t.workspace_id AND a.id = coalesce(t.account_id, p.account_id)
  LEFT JOIN workspace_member m ON m.workspace_id = t.workspace_id AND m.user_id = t.assignee
  LEFT JOIN auth_user u ON u.id = m.user_id`;
const isOverdue = (now: Date): RawBuilder<unknown> => sql`(t.state = 'open' AND t.due_at IS NOT NULL AND t.due_at < ${now})`;

const toTask = (row: Row): Task => ({
  id: row.id,
  title: row.title,
  why: row.why,
  person:
    row.personId === null
      ? null
      : { id: personIdOf(row.personId), name: row.personName, email: row.personEmail, phone: row.personPhone, userId: row.personUserId },
  account: row.accountId === null ? null : { id: accountIdOf(row.accountId), key: row.accountKey ?? "", name: row.accountName },
  context: taskContextSchema.parse(row.context),
  assignee: row.assigneeId === null ? null : { userId: row.assigneeId, name: row.assigneeName ?? "" },
  due: row.dueAt?.toISOString() ?? null,
  overdue: row.overdue,
  priority: row.priority,
  state: row.state,
  outcomes: z.array(z.string()).parse(row.outcomes),
  outcome: row.outcome,
  note: row.note,
  origin: { kind: row.origin, ref: row.originRef },
  key: row.key,
  createdAt: row.createdAt.toISOString(),
  createdBy: row.createdBy,
  updatedAt: row.updatedAt.toISOString(),
  closedAt: row.closedAt?.toISOString() ?? null,
  closedBy: row.closedBy,
  revision: row.revision,
});

/** One task, or null. */
export async function findTask(db: Db, workspaceId: string, id: string, now: Date): Promise<Task | null> {
  const { rows } = await sql<Row>`
    SELECT ${columns}, ${isOverdue(now)} AS overdue FROM ${tables} WHERE t.workspace_id = ${workspaceId} AND t.id = ${id}`.execute(db);
  return rows[0] ? toTask(rows[0]) : null;
}

/** As {@link findTask}; nobody else changes it before the transaction ends. */
export async function lockTask(db: Db, workspaceId: string, id: string, now: Date): Promise<Task | null> {
  const { rows } = await sql`SELECT FROM task WHERE workspace_id = ${workspaceId} AND id = ${id} FOR UPDATE`.execute(db);
  return rows.length === 0 ? null : findTask(db, workspaceId, id, now);
}

export type TaskFilter = {
  search?: string | undefined;
  state?: TaskState | undefined;
  closed?: boolean | undefined;
  /** User ids; null is nobody. */
  assignees?: readonly (string | null)[] | undefined;
  overdue?: boolean | undefined;
  priority?: TaskPriority | undefined;
  origin?: TaskOrigin | undefined;
  /** Internal ids. */
  personId?: string | undefined;
  accountId?: string | undefined;
};

function whereOf(workspaceId: string, filter: TaskFilter, now: Date): RawBuilder<unknown> {
  const conditions = [sql`t.workspace_id = ${workspaceId}`];
  const search = filter.search?.trim();
  if (search) {
    const pattern = containing(search);
    conditions.push(sql`concat_ws(E'\n', t.title, t.why, t.origin_ref, p.name, p.email, p.phone, a.name, a.key, u.name) ILIKE ${pattern}`);
  }
  if (filter.state) conditions.push(sql`t.state = ${filter.state}`);
  if (filter.closed) conditions.push(sql`t.state <> 'open'`);
  if (filter.assignees) {
    const users = filter.assignees.filter((one) => one !== null);
    const nobody = filter.assignees.includes(null) ? sql`u.id IS NULL` : sql`false`;
    conditions.push(sql`(u.id = ANY(${users}::uuid[]) OR ${nobody})`);
  }
  if (filter.overdue) conditions.push(isOverdue(now));
  if (filter.priority) conditions.push(sql`t.priority = ${filter.priority}`);
  if (filter.origin) conditions.push(sql`t.origin = ${filter.origin}`);
  if (filter.personId !== undefined) conditions.push(sql`f.person_id = ${filter.personId}`);
  if (filter.accountId !== undefined) conditions.push(sql`coalesce(t.account_id, p.account_id) = ${filter.accountId}`);
  return sql.join(conditions, sql` AND `);
}

const sortable = (time: RawBuilder<unknown>): RawBuilder<unknown> => sql`to_char(${time} AT TIME ZONE 'UTC', 'YYYYMMDDHH24MISSMS')`;
const rank = sql`array_position(ARRAY['low', 'normal', 'high', 'urgent'], t.priority)`;
/** What a list is sorted by, as one text. Tasks without a due time come last either way; what is due at the same time goes by priority, and the other way round. */
const orders = {
  due: sql`coalesce(${sortable(sql`t.due_at`)}, '9') || (9 - ${rank})`,
  "-due": sql`coalesce(${sortable(sql`t.due_at`)}, '0') || ${rank}`,
  priority: sql`(${rank} || coalesce(${sortable(sql`t.due_at`)}, '9'))`,
  "-priority": sql`((9 - ${rank}) || coalesce(${sortable(sql`t.due_at`)}, '9'))`,
  createdAt: sortable(sql`t.created_at`),
  "-createdAt": sortable(sql`t.created_at`),
  closedAt: sql`coalesce(${sortable(sql`t.closed_at`)}, '9')`,
  "-closedAt": sql`coalesce(${sortable(sql`t.closed_at`)}, '0')`,
  title: sql`lower(t.title)`,
  "-title": sql`lower(t.title)`,
} as const;
export type TaskSort = keyof typeof orders;
/** `-priority` is urgent first: its text is turned round already, so that what is due first leads among equals. */
const isDescending = (sort: TaskSort): boolean => sort.startsWith("-") && sort !== "-priority";

export type TaskPlace = [value: string, id: string];
export type PlacedTask = Task & { place: string };

/** The tasks behind `after`, one more than the limit where there are more. */
export async function readTasks(
  db: Db,
  workspaceId: string,
  filter: TaskFilter,
  { sort, after, limit, now }: { sort: TaskSort; after: TaskPlace | null; limit: number; now: Date },
): Promise<PlacedTask[]> {
  const value = sql`(${orders[sort]}) COLLATE "C"`;
  const descending = isDescending(sort);
  const direction = descending ? sql`DESC` : sql`ASC`;
  const beyond = after ? sql`AND (${value}, t.id) ${descending ? sql`<` : sql`>`} (${after[0]}, ${after[1]}::uuid)` : sql``;
  const { rows } = await sql<Row & { place: string }>`
    SELECT ${columns}, ${isOverdue(now)} AS overdue, ${value} AS place FROM ${tables}
    WHERE ${whereOf(workspaceId, filter, now)} ${beyond} ORDER BY ${value} ${direction}, t.id ${direction} LIMIT ${limit + 1}`.execute(db);
  return rows.map((row) => ({ ...toTask(row), place: row.place }));
}

/** How many tasks match. */
export async function countTasks(db: Db, workspaceId: string, filter: TaskFilter, now: Date): Promise<number> {
  const { rows } = await sql<{ n: number }>`SELECT count(*)::int AS n FROM ${tables} WHERE ${whereOf(workspaceId, filter, now)}`.execute(
    db,
  );
  return rows[0]?.n ?? 0;
}

export type OpenCounts = { open: number; mine: number; unassigned: number; overdue: number; mineOverdue: number };

/** Open tasks of a workspace, as a member sees them. */
export async function countOpen(db: Db, workspaceId: string, userId: string | null, now: Date): Promise<OpenCounts> {
  const { rows } = await sql<OpenCounts>`
    SELECT count(*)::int AS open, count(*) FILTER (WHERE m.user_id = ${userId}::uuid)::int AS mine, count(*) FILTER (WHERE m.user_id IS NULL)::int AS unassigned,
      count(*) FILTER (WHERE t.due_at < ${now})::int AS overdue, count(*) FILTER (WHERE t.due_at < ${now} AND m.user_id = ${userId}::uuid)::int AS "mineOverdue"
    FROM task t LEFT JOIN workspace_member m ON m.workspace_id = t.workspace_id AND m.user_id = t.assignee WHERE t.workspace_id = ${workspaceId} AND t.state = 'open'`.execute(
    db,
  );
  return rows[0] ?? { open: 0, mine: 0, unassigned: 0, overdue: 0, mineOverdue: 0 };
}
