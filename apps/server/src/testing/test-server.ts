import type { AnyContractRouter } from "@orpc/contract";
import type { Router } from "@orpc/server";
import type { FastifyInstance } from "fastify";
import { createApiKeys, type ApiKeys } from "../platform/auth/api-keys.ts";
import { createAuth, type Auth } from "../platform/auth/create-auth.ts";
import { registerAccount } from "../platform/auth/register-account.ts";
import { registerAuth } from "../platform/auth/register-auth.ts";
import { createResolveAccess } from "../platform/auth/resolve-access.ts";
import type { ApiContext } from "../platform/http/api.ts";
import { createHttpServer } from "../platform/http/create-http-server.ts";
import { registerApi } from "../platform/http/register-api.ts";
import { createMailer, type Mail, type Mailer } from "../platform/mail/create-mailer.ts";
import { createLog } from "../platform/telemetry/create-log.ts";
import { createMetrics } from "../platform/telemetry/metrics.ts";
import type { TestDatabase } from "./test-database.ts";

export const testPublicUrl = "http://localhost:4400";

export type TestServer = {
  app: FastifyInstance;
  auth: Auth;
  apiKeys: ApiKeys;
  mailer: Mailer;
  /** What was mailed, when the server was made with `mail: true`. */
  mails: Mail[];
};

/** The HTTP server with sign-in and the given part of the API, for `app.inject`. Close `app` when done. */
export async function createTestServer({
  database,
  routes,
  mail = false,
  signInsPerMinute = 1000,
  now,
}: {
  database: TestDatabase;
  routes: (parts: Omit<TestServer, "app">) => Router<AnyContractRouter, ApiContext>;
  mail?: boolean;
  signInsPerMinute?: number;
  now?: () => number;
}): Promise<TestServer> {
  const { db } = database;
  const log = createLog({ level: "silent" });
  const mails: Mail[] = [];
  const mailer: Mailer = mail
    ? { enabled: true, send: async (one) => mails.push(one) > 0 }
    : createMailer({ smtpUrl: null, mailFrom: "", log });
  const auth = createAuth({ db, secret: "a secret of the tests, long enough", publicUrl: testPublicUrl, mailer, log, signInsPerMinute });
  const apiKeys = createApiKeys({ db, now });
  const app = await createHttpServer({ log, metrics: createMetrics(), trustProxy: false, https: false });
  await registerAuth(app, { auth, publicUrl: testPublicUrl, mail });
  registerAccount(app, { db, auth, publicUrl: testPublicUrl });
  const parts = { auth, apiKeys, mailer, mails };
  await registerApi(app, {
    router: routes(parts),
    resolveAccess: createResolveAccess({ db, auth, apiKeys, publicUrl: testPublicUrl }),
    publicUrl: testPublicUrl,
  });
  return { app, ...parts };
}

/** The cookies that an answer sets, as the next request sends them. */
export function cookiesOf(answer: { headers: Record<string, unknown> }): string {
  return [answer.headers["set-cookie"] ?? []]
    .flat()
    .map((cookie) => String(cookie).split(";")[0])
    .join("; ");
}
