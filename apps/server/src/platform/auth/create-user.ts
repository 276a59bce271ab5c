import { hashPassword } from "better-auth/crypto";
import type { Kysely } from "kysely";
import type { Database } from "../postgres/database.ts";

/**
 * Adds a user whose address is known to be theirs, with a password or, for now, without. Give a transaction to add more with it.
 * Fails with Postgres' unique violation when the address is taken.
 */
export async function createUser(
  db: Kysely<Database>,
  { email, name, password }: { email: string; name: string; password?: string },
): Promise<string> {
  const { id } = await db
    .insertInto("auth_user")
    .values({ email: email.toLowerCase(), name, email_verified: true })
    .returning("id")
    .executeTakeFirstOrThrow();
  if (password !== undefined) await setFirstPassword(db, id, password);
  return id;
}

/** Gives a password to a user who has none. */
export async function setFirstPassword(db: Kysely<Database>, userId: string, password: string): Promise<void> {
  await db
    .insertInto("auth_account")
    .values({ user_id: userId, account_id: userId, provider_id: "credential", password: await hashPassword(password) })
    .execute();
}

/** Whether a user can sign in with a password. */
export async function hasPassword(db: Kysely<Database>, userId: string): Promise<boolean> {
  const row = await db
    .selectFrom("auth_account")
    .select("id")
    .where("user_id", "=", userId)
    .where("provider_id", "=", "credential")
    .where("password", "is not", null)
    .executeTakeFirst();
  return row !== undefined;
}
