import { ProductError } from "@throughline/contract";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { Kysely } from "kysely";
import { z } from "zod";
import { parseInput } from "../http/parse-input.ts";
import type { Database } from "../postgres/database.ts";
import type { Auth, SignedIn } from "./create-auth.ts";
import { hasPassword, setFirstPassword } from "./create-user.ts";
import { webHeaders } from "./register-auth.ts";
import { requireSameOrigin } from "./same-origin.ts";

const setUpSchema = z.object({
  name: z.string().trim().min(1).max(80),
  email: z.email().toLowerCase(),
  password: z.string().min(8).max(128),
});

/**
 * Setting up the account of somebody who came by link and has no password yet: the first owner, whose address is made up.
 * `GET /api/auth/account-state`, `POST /api/auth/set-up-account`.
 */
export function registerAccount(
  app: FastifyInstance,
  { db, auth, publicUrl }: { db: Kysely<Database>; auth: Auth; publicUrl: string },
): void {
  async function requireUser(request: FastifyRequest): Promise<SignedIn["user"]> {
    const signedIn = await auth.signedIn(webHeaders(request));
    if (!signedIn) throw new ProductError("unauthenticated", "Sign in first.");
    return signedIn.user;
  }

  app.get("/api/auth/account-state", async (request, reply) => {
    const user = await requireUser(request);
    return reply
      .header("cache-control", "no-store")
      .send({ hasPassword: await hasPassword(db, user.id), email: user.email, placeholderEmail: user.email === firstOwnerEmail });
  });

  app.post("/api/auth/set-up-account", async (request, reply) => {
    requireSameOrigin(request, publicUrl);
    const user = await requireUser(request);
    const input = parseInput(setUpSchema, request.body);
    await db.transaction().execute(async (trx) => {
      await trx.selectFrom("auth_user").select("id").where("id", "=", user.id).forUpdate().executeTakeFirstOrThrow();
      if (await hasPassword(trx, user.id))
        throw new ProductError("conflict", "This account has a password already: change it under Settings, Security.");
      const taken = await trx
        .selectFrom("auth_user")
        .select("id")
        .where("email", "=", input.email)
        .where("id", "<>", user.id)
        .executeTakeFirst();
      if (taken) throw new ProductError("conflict", `${input.email} has an account here already.`);
      await trx
        .updateTable("auth_user")
        .set({ name: input.name, email: input.email, updated_at: new Date() })
        .where("id", "=", user.id)
        .execute();
      await setFirstPassword(trx, user.id, input.password);
    });
    return reply.header("cache-control", "no-store").send({ email: input.email });
  });
}

/** The address of the first owner until they give their own; nothing is ever mailed to it. */
export const firstOwnerEmail = "owner@throughline.localhost";
