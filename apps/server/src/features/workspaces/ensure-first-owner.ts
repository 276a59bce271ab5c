import { sql } from "kysely";
import type { Auth } from "../../platform/auth/create-auth.ts";
import { createUser } from "../../platform/auth/create-user.ts";
import { firstOwnerEmail } from "../../platform/auth/register-account.ts";
import { createMemberStore } from "./members.store.ts";
import type { Db } from "./workspace-deps.ts";
import { createWorkspaceStore } from "./workspaces.store.ts";

/** Serialises processes that start together: the bytes of "ownr". */
const lockKey = 0x6f776e72;

/**
 * Makes sure that somebody can get in, once bootstrap and sample company are there: without any user it creates the first
 * owner, without any workspace an empty one, and gives workspaces that nobody belongs to, to the first user.
 * @returns a one-time sign-in link as long as nobody has a password (an old one lapses, so each start prints a new one), else null
 */
export async function ensureFirstOwner({ db, auth }: { db: Db; auth: Pick<Auth, "createOneTimeLink"> }): Promise<{ link: string } | null> {
  const email = await db.transaction().execute(async (trx) => {
    await sql`select pg_advisory_xact_lock(${lockKey})`.execute(trx);
    const first = (await firstUser(trx)) ?? {
      id: await createUser(trx, { email: firstOwnerEmail, name: "Owner" }),
      email: firstOwnerEmail,
    };
    await adoptWorkspaces(trx, first.id);
    const password = await trx.selectFrom("auth_account").select("id").where("password", "is not", null).limit(1).executeTakeFirst();
    return password ? null : first.email;
  });
  return email === null ? null : { link: await auth.createOneTimeLink(email) };
}

const firstUser = (trx: Db) =>
  trx.selectFrom("auth_user").select(["id", "email"]).orderBy("created_at").orderBy("id").limit(1).executeTakeFirst();

async function adoptWorkspaces(trx: Db, userId: string): Promise<void> {
  const any = await trx.selectFrom("workspace").select("id").limit(1).executeTakeFirst();
  if (!any) await createWorkspaceStore(trx).add({ slug: "main", name: "My company" });
  const orphans = await trx
    .selectFrom("workspace")
    .select("id")
    .where(({ not, exists, selectFrom }) =>
      not(exists(selectFrom("workspace_member").select("id").whereRef("workspace_member.workspace_id", "=", "workspace.id"))),
    )
    .orderBy("created_at")
    .execute();
  for (const { id } of orphans) await createMemberStore(trx).add(id, userId, "owner");
}
