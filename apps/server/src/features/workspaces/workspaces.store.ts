import type { Insertable, Selectable } from "kysely";
import { sql } from "kysely";
import type { z } from "zod";
import type { workspaceSchema } from "@throughline/contract";
import type { Workspace as WorkspaceTable } from "../../platform/postgres/database.ts";
import type { Db } from "./workspace-deps.ts";

export type Workspace = z.infer<typeof workspaceSchema>;

export const toWorkspace = (row: Selectable<WorkspaceTable>): Workspace => ({
  id: row.id,
  slug: row.slug,
  name: row.name,
  timezone: row.timezone,
  isSample: row.is_sample,
  createdAt: row.created_at.toISOString(),
});

/** Workspaces themselves; db may be a transaction. */
export const createWorkspaceStore = (db: Db) => ({
  async get(workspaceId: string): Promise<Workspace> {
    return toWorkspace(await db.selectFrom("workspace").selectAll().where("id", "=", workspaceId).executeTakeFirstOrThrow());
  },

  async ofUser(userId: string): Promise<Workspace[]> {
    const rows = await db
      .selectFrom("workspace")
      .innerJoin("workspace_member as member", "member.workspace_id", "workspace.id")
      .selectAll("workspace")
      .where("member.user_id", "=", userId)
      .orderBy("member.created_at")
      .orderBy("workspace.id")
      .execute();
    return rows.map(toWorkspace);
  },

  /** Adds a workspace; a slug that is taken gets a number: acme, acme-2, acme-3. */
  async add(workspace: Insertable<WorkspaceTable>): Promise<Workspace> {
    for (let attempt = 1; ; attempt++) {
      const slug = attempt === 1 ? workspace.slug : `${workspace.slug}-${attempt}`;
      const row = await db
        .insertInto("workspace")
        .values({ ...workspace, slug })
        .onConflict((conflict) => conflict.column("slug").doNothing())
        .returningAll()
        .executeTakeFirst();
      if (row) return toWorkspace(row);
    }
  },

  async update(workspaceId: string, changes: { name?: string; timezone?: string }): Promise<Workspace> {
    const unchanged = Object.values(changes).every((value) => value === undefined);
    if (unchanged) return this.get(workspaceId);
    return toWorkspace(
      await db.updateTable("workspace").set(changes).where("id", "=", workspaceId).returningAll().executeTakeFirstOrThrow(),
    );
  },

  /** Whether anything has arrived on its timeline, from whatever source. */
  async hasReceived(workspaceId: string): Promise<boolean> {
    const row = await db
      .selectFrom("catalogue_event")
      .select(sql`1`.as("one"))
      .where("workspace_id", "=", workspaceId)
      .limit(1)
      .executeTakeFirst();
    return row !== undefined;
  },
});
