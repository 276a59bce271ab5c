import type { Role } from "@throughline/contract";
import type { z } from "zod";
import type { memberSchema } from "@throughline/contract";
import type { Db } from "./workspace-deps.ts";

export type Member = z.infer<typeof memberSchema>;

/** Who belongs to a workspace; db may be a transaction. */
export const createMemberStore = (db: Db) => {
  const members = (workspaceId: string) =>
    db
      .selectFrom("workspace_member as member")
      .innerJoin("auth_user as user", "user.id", "member.user_id")
      .select(["member.id", "member.user_id", "member.role", "member.created_at", "user.name", "user.email", "user.two_factor_enabled"])
      .where("member.workspace_id", "=", workspaceId);
  type Row = Awaited<ReturnType<ReturnType<typeof members>["executeTakeFirstOrThrow"]>>;
  const toMember = (row: Row): Member => ({
    id: row.id,
    userId: row.user_id,
    name: row.name,
    email: row.email,
    role: row.role as Role,
    twoFactor: row.two_factor_enabled,
    joinedAt: row.created_at.toISOString(),
  });

  return {
    async list(workspaceId: string): Promise<Member[]> {
      return (await members(workspaceId).orderBy("member.created_at").orderBy("member.id").execute()).map(toMember);
    },

    async find(workspaceId: string, memberId: string): Promise<Member | null> {
      const row = await members(workspaceId).where("member.id", "=", memberId).executeTakeFirst();
      return row ? toMember(row) : null;
    },

    async isMember(workspaceId: string, email: string): Promise<boolean> {
      return (await members(workspaceId).where("user.email", "=", email.toLowerCase()).executeTakeFirst()) !== undefined;
    },

    /** Adds a member; one who belongs already keeps their role. */
    async add(workspaceId: string, userId: string, role: Role): Promise<void> {
      await db
        .insertInto("workspace_member")
        .values({ workspace_id: workspaceId, user_id: userId, role })
        .onConflict((conflict) => conflict.columns(["workspace_id", "user_id"]).doNothing())
        .execute();
    },

    async setRole(workspaceId: string, memberId: string, role: Role): Promise<void> {
      await db.updateTable("workspace_member").set({ role }).where("workspace_id", "=", workspaceId).where("id", "=", memberId).execute();
    },

    async remove(workspaceId: string, memberId: string): Promise<void> {
      await db.deleteFrom("workspace_member").where("workspace_id", "=", workspaceId).where("id", "=", memberId).execute();
    },

    /** How many owners there are, locked until the transaction ends: two owners cannot remove each other at once. */
    async lockOwners(workspaceId: string): Promise<number> {
      return (
        await db
          .selectFrom("workspace_member")
          .select("id")
          .where("workspace_id", "=", workspaceId)
          .where("role", "=", "owner")
          .orderBy("id")
          .forUpdate()
          .execute()
      ).length;
    },
  };
};
