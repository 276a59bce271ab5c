import { permissions } from "@throughline/contract";
import { sql } from "kysely";
import type { Access } from "../../platform/auth/access.ts";
import { createUser } from "../../platform/auth/create-user.ts";
import { recordAudit } from "../../platform/audit/record-audit.ts";
import type { Bootstrap } from "../../platform/config/bootstrap.ts";
import { createApiKeyStore } from "./api-keys.store.ts";
import { createMemberStore } from "./members.store.ts";
import type { Db } from "./workspace-deps.ts";

/** Serialises processes that start together: the bytes of "boot". */
const lockKey = 0x626f6f74;

/**
 * Automated set-up: the workspace, a source with the write key, an API key with every scope, an owner. Does nothing when a
 * workspace of this name exists, so that it can be given at every start.
 * @returns the id of the new workspace, or null when it was there
 */
export async function bootstrapWorkspace({ db }: { db: Db }, bootstrap: Bootstrap): Promise<string | null> {
  return db.transaction().execute(async (trx) => {
    await sql`select pg_advisory_xact_lock(${lockKey})`.execute(trx);
    const slug = bootstrap.workspace;
    const existing = await trx.selectFrom("workspace").select("id").where("slug", "=", slug).executeTakeFirst();
    if (existing) return null;
    const { id } = await trx
      .insertInto("workspace")
      .values({ slug, name: bootstrap.name ?? slug, timezone: bootstrap.timezone ?? "UTC" })
      .returning("id")
      .executeTakeFirstOrThrow();
    const { writeKey, apiKey, owner } = bootstrap;
    if (writeKey)
      await trx.insertInto("source").values({ workspace_id: id, name: "Bootstrap", kind: "http", write_key: writeKey }).execute();
    if (apiKey)
      await createApiKeyStore(trx).add(id, {
        key: apiKey,
        name: "Bootstrap",
        scopes: permissions,
        createdBy: "bootstrap",
        expiresAt: null,
      });
    if (owner) await createMemberStore(trx).add(id, await ownerId(trx, owner), "owner");
    const access: Access = {
      workspaceId: id,
      actor: { kind: "system", id: "bootstrap", name: "bootstrap" },
      role: null,
      permissions: new Set(),
    };
    await recordAudit(trx, access, { action: "workspace.create", subject: slug, details: { bootstrap: true } });
    return id;
  });
}

/** Somebody who has an account keeps their password. */
async function ownerId(trx: Db, owner: NonNullable<Bootstrap["owner"]>): Promise<string> {
  const known = await trx.selectFrom("auth_user").select("id").where("email", "=", owner.email.toLowerCase()).executeTakeFirst();
  return (
    known?.id ??
    createUser(trx, { email: owner.email, name: owner.name ?? (owner.email.split("@")[0] as string), password: owner.password })
  );
}
