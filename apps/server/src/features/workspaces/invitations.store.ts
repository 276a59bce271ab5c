import { createHash } from "node:crypto";
import type { Role } from "@throughline/contract";
import type { Db } from "./workspace-deps.ts";

export type Invitation = { id: string; workspaceId: string; email: string; role: Role; expiresAt: Date };

const hashToken = (token: string): Buffer => createHash("sha256").update(token).digest();

/** Invitations that are neither accepted nor cancelled; db may be a transaction. */
export const createInvitationStore = (db: Db) => {
  const open = () =>
    db
      .selectFrom("workspace_invitation")
      .select(["id", "workspace_id", "email", "role", "expires_at"])
      .where("accepted_at", "is", null)
      .where("cancelled_at", "is", null);
  type Row = Awaited<ReturnType<ReturnType<typeof open>["executeTakeFirstOrThrow"]>>;
  const toInvitation = (row: Row): Invitation => ({
    id: row.id,
    workspaceId: row.workspace_id,
    email: row.email,
    role: row.role as Role,
    expiresAt: row.expires_at,
  });

  return {
    async list(workspaceId: string): Promise<Invitation[]> {
      return (
        await open().where("workspace_id", "=", workspaceId).where("expires_at", ">", new Date()).orderBy("created_at").execute()
      ).map(toInvitation);
    },

    /** Adds an invitation in place of an open one to the same address. */
    async replace(
      workspaceId: string,
      invitation: { email: string; role: Role; token: string; invitedBy: string | null; expiresAt: Date },
    ): Promise<Invitation> {
      await db
        .updateTable("workspace_invitation")
        .set({ cancelled_at: new Date() })
        .where("workspace_id", "=", workspaceId)
        .where("email", "=", invitation.email)
        .where("accepted_at", "is", null)
        .where("cancelled_at", "is", null)
        .execute();
      const row = await db
        .insertInto("workspace_invitation")
        .values({
          workspace_id: workspaceId,
          email: invitation.email,
          role: invitation.role,
          token_hash: hashToken(invitation.token),
          invited_by: invitation.invitedBy,
          expires_at: invitation.expiresAt,
        })
        .returning(["id", "workspace_id", "email", "role", "expires_at"])
        .executeTakeFirstOrThrow();
      return toInvitation(row);
    },

    /** The invitation that a link stands for, in whatever workspace; with `lock`, nobody else can use it until the transaction ends. */
    async findByToken(token: string, { lock = false } = {}): Promise<Invitation | null> {
      const query = open().where("token_hash", "=", hashToken(token)).where("expires_at", ">", new Date());
      const row = await (lock ? query.forUpdate() : query).executeTakeFirst();
      return row ? toInvitation(row) : null;
    },

    async accept(workspaceId: string, id: string): Promise<void> {
      await db
        .updateTable("workspace_invitation")
        .set({ accepted_at: new Date() })
        .where("workspace_id", "=", workspaceId)
        .where("id", "=", id)
        .execute();
    },

    /** Gives the cancelled invitation, or null when there is no open one. */
    async cancel(workspaceId: string, id: string): Promise<Invitation | null> {
      const row = await db
        .updateTable("workspace_invitation")
        .set({ cancelled_at: new Date() })
        .where("workspace_id", "=", workspaceId)
        .where("id", "=", id)
        .where("accepted_at", "is", null)
        .where("cancelled_at", "is", null)
        .returning(["id", "workspace_id", "email", "role", "expires_at"])
        .executeTakeFirst();
      return row ? toInvitation(row) : null;
    },
  };
};
