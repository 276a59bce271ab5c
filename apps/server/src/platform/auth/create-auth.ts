import { betterAuth } from "better-auth";
import { magicLink, twoFactor } from "better-auth/plugins";
import type { Kysely } from "kysely";
import type { Mailer } from "../mail/create-mailer.ts";
import type { Database } from "../postgres/database.ts";
import type { Log } from "../telemetry/create-log.ts";
import { authTables, twoFactorTable } from "./auth-tables.ts";
import { createLinkDelivery, linkLifetimeMinutes } from "./link-delivery.ts";
import { forgetExpiredSessions } from "./forget-expired-sessions.ts";
import { refuseLinkWithTwoFactor, tellFailedLink } from "./link-rules.ts";

export type AuthOptions = {
  db: Kysely<Database>;
  /** Signs cookies, encrypts second factors: at least 32 characters. */
  secret: string;
  /** Where people reach this server; links start with it, and https makes cookies secure. */
  publicUrl: string;
  mailer: Mailer;
  log: Pick<Log, "error" | "warn">;
  /** How often one address may try a password or a code, in a minute. */
  signInsPerMinute?: number;
};

export type SignedIn = {
  user: { id: string; name: string; email: string; twoFactor: boolean };
  /** `Set-Cookie` values that prolong the session; to be sent along with the answer. */
  cookies: string[];
};

/** Everything that the rest of the server needs of sign-in. */
export type Auth = {
  /** Answers what comes in under `/api/auth/`. */
  handle(request: Request): Promise<Response>;
  /** Who the session cookie stands for, or null. */
  signedIn(headers: Headers): Promise<SignedIn | null>;
  /** Signs in with a password and gives the `Set-Cookie` values; throws when it is wrong. */
  signIn(input: { email: string; password: string }): Promise<string[]>;
  /** A link that signs this user in, once, within half an hour. */
  createOneTimeLink(email: string): Promise<string>;
};

const day = 24 * 3600;

/** The header in which the caller's address reaches better-auth; whatever callers send under this name is replaced. */
export const clientAddressHeader = "x-throughline-client-address";

/**
 * Sign-in by password, one-time link and second factor, on our own Postgres. Nobody can sign up: people come by invitation,
 * by the bootstrap, or as the first owner.
 */
export function createAuth({ db, secret, publicUrl, mailer, log, signInsPerMinute = 20 }: AuthOptions): Auth {
  const links = createLinkDelivery({ publicUrl, mailer, db });
  const tries = { window: 60, max: signInsPerMinute };
  const auth = betterAuth({
    appName: "Throughline",
    baseURL: publicUrl,
    basePath: "/api/auth",
    secret,
    database: { db, type: "postgres", transaction: true },
    ...authTables,
    // People also come by another name of this machine (localhost, its address): a page may always call the host it came from.
    trustedOrigins: (request) => ["http", "https"].map((scheme) => `${scheme}://${request?.headers.get("host") ?? "localhost"}`),
    session: { ...authTables.session, expiresIn: 30 * day, updateAge: day },
    account: { ...authTables.account, accountLinking: { enabled: false } },
    verification: { ...authTables.verification, storeIdentifier: "hashed" },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: 8,
      maxPasswordLength: 128,
      revokeSessionsOnPasswordReset: true,
      sendResetPassword: ({ user, token }) => links.sendReset(user.email, token),
    },
    rateLimit: {
      ...authTables.rateLimit,
      enabled: true,
      storage: "database",
      window: 60,
      max: 300,
      customRules: {
        "/get-session": false,
        "/sign-in/email": tries,
        "/two-factor/*": tries,
        "/sign-in/magic-link": { window: 60, max: 5 },
        "/magic-link/verify": tries,
        "/request-password-reset": { window: 60, max: 5 },
      },
    },
    plugins: [
      twoFactor({ issuer: "Throughline", schema: twoFactorTable }),
      magicLink({ disableSignUp: true, storeToken: "hashed", expiresIn: linkLifetimeMinutes * 60, sendMagicLink: links.sendLink }),
    ],
    databaseHooks: { session: { create: { before: refuseLinkWithTwoFactor(db), after: forgetExpiredSessions(db) } } },
    advanced: {
      cookiePrefix: "throughline",
      // Said aloud, because better-auth leaves the check out where it believes to be tested.
      disableOriginCheck: false,
      useSecureCookies: publicUrl.startsWith("https:"),
      database: { generateId: "uuid" },
      ipAddress: { ipAddressHeaders: [clientAddressHeader] },
    },
    telemetry: { enabled: false },
    logger: { level: "warn", log: (level, message) => log[level === "error" ? "error" : "warn"]({ part: "sign-in" }, message) },
  });

  return {
    handle: async (request) => tellFailedLink(request, await auth.handler(request)),
    async signedIn(headers) {
      const { response, headers: answered } = await auth.api.getSession({ headers, returnHeaders: true });
      if (!response) return null;
      const { id, name, email, twoFactorEnabled } = response.user;
      return { user: { id, name, email, twoFactor: twoFactorEnabled === true }, cookies: answered.getSetCookie() };
    },
    async signIn(body) {
      const { headers } = await auth.api.signInEmail({ body, returnHeaders: true });
      return headers.getSetCookie();
    },
    createOneTimeLink: (email) =>
      links.capture(async (metadata) => void (await auth.api.signInMagicLink({ body: { email, metadata }, headers: new Headers() }))),
  };
}
