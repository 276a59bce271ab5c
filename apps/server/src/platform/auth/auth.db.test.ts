import { createHmac } from "node:crypto";
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "../../testing/test-database.ts";
import { cookiesOf, createTestServer, testPublicUrl, type TestServer } from "../../testing/test-server.ts";
import { createUser } from "./create-user.ts";

const password = "correct horse battery";
let database: TestDatabase;
let server: TestServer;
let app: FastifyInstance;
let addresses = 0;

beforeAll(async () => {
  database = await createTestDatabase();
  server = await createTestServer({ database, routes: () => ({}), mail: true });
  app = server.app;
});
afterAll(async () => {
  await app.close();
  await database.close();
});

async function newUser(options: { password?: string } = { password }): Promise<{ id: string; email: string }> {
  const email = `user-${++addresses}@example.com`;
  return { email, id: await createUser(database.db, { email, name: "Ada", ...options }) };
}

const post = (path: string, payload: object, cookie?: string) =>
  app.inject({ method: "POST", url: `/api/auth${path}`, payload, headers: { origin: testPublicUrl, ...(cookie ? { cookie } : {}) } });
const sessionOf = async (cookie: string) => (await app.inject({ url: "/api/auth/get-session", headers: { cookie } })).json();
const spend = (link: string) => app.inject({ url: `/api/auth/magic-link/verify?token=${new URL(link).searchParams.get("token")}` });

/** RFC 6238 with SHA-1, 6 digits, 30 seconds; the secret is base32 in the URI (RFC 4648). */
function totp(uri: string): string {
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  const bits = [...(new URL(uri).searchParams.get("secret") as string).replace(/=+$/, "")]
    .map((letter) => alphabet.indexOf(letter).toString(2).padStart(5, "0"))
    .join("");
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000)));
  const digest = createHmac("sha1", key).update(counter).digest();
  const offset = (digest.at(-1) as number) & 15;
  return String((digest.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}

describe("a password", () => {
  test("signs in, with a cookie that scripts cannot read, until the person signs out", async () => {
    const { email } = await newUser();
    const signedIn = await post("/sign-in/email", { email: email.toUpperCase(), password });
    expect(signedIn.statusCode).toBe(200);
    expect(String(signedIn.headers["set-cookie"])).toMatch(/^throughline\.session_token=.*HttpOnly; SameSite=Lax/);
    const cookie = cookiesOf(signedIn);
    expect((await sessionOf(cookie)).user.email).toBe(email);
    expect((await post("/sign-out", {}, cookie)).statusCode).toBe(200);
    expect(await sessionOf(cookie)).toBeNull();
  });

  test("that is wrong does not, nor does an address that nobody has, with the same answer", async () => {
    const { email } = await newUser();
    const wrong = await post("/sign-in/email", { email, password: "wrong password" });
    const unknown = await post("/sign-in/email", { email: "nobody@example.com", password });
    expect([wrong.statusCode, wrong.body]).toEqual([401, unknown.body]);
  });

  test("is stored as a hash", async () => {
    const { id } = await newUser();
    const row = await database.db.selectFrom("auth_account").select("password").where("user_id", "=", id).executeTakeFirstOrThrow();
    expect(row.password).not.toContain(password);
  });

  test("can be chosen anew by mail, which ends every session", async () => {
    const { email } = await newUser();
    const cookie = cookiesOf(await post("/sign-in/email", { email, password }));
    await post("/request-password-reset", { email });
    const token = /token=(\S+)/.exec(server.mails.at(-1)?.text ?? "")?.[1];
    expect((await post("/reset-password", { token, newPassword: "another password" })).statusCode).toBe(200);
    expect(await sessionOf(cookie)).toBeNull();
    expect((await post("/sign-in/email", { email, password: "another password" })).statusCode).toBe(200);
  });
});

test("nobody can sign up", async () => {
  const answer = await post("/sign-up/email", { email: "stranger@example.com", password, name: "Stranger" });
  expect(answer.statusCode).toBe(400);
  expect(await database.db.selectFrom("auth_user").select("id").where("email", "=", "stranger@example.com").execute()).toEqual([]);
});

test("pages of other sites cannot use a session", async () => {
  const { email } = await newUser();
  const cookie = cookiesOf(await post("/sign-in/email", { email, password }));
  const answer = await app.inject({
    method: "POST",
    url: "/api/auth/sign-out",
    payload: {},
    headers: { origin: "https://evil.example", cookie },
  });
  expect(answer.statusCode).toBe(403);
  expect((await sessionOf(cookie)).user.email).toBe(email);
});

test("a session lapses, and signing in anew clears it away", async () => {
  const { id, email } = await newUser();
  const signIn = () => post("/sign-in/email", { email, password });
  const [cookie] = [cookiesOf(await signIn()), await signIn()];
  await database.db
    .updateTable("auth_session")
    .set({ expires_at: new Date(Date.now() - 1) })
    .where("user_id", "=", id)
    .execute();
  expect(await sessionOf(cookie)).toBeNull();
  await signIn();
  expect(await database.db.selectFrom("auth_session").select("id").where("user_id", "=", id).execute()).toHaveLength(1);
});

describe("a one-time link", () => {
  test("signs in once", async () => {
    const { email } = await newUser({});
    const link = await server.auth.createOneTimeLink(email);
    expect(link).toMatch(new RegExp(`^${testPublicUrl}/sign-in/link\\?token=`));
    const first = await spend(link);
    expect((await sessionOf(cookiesOf(first))).user.email).toBe(email);
    const second = await spend(link);
    expect([second.statusCode, second.json().code, second.headers["set-cookie"]]).toEqual([401, "INVALID_TOKEN", undefined]);
  });

  test("signs in once even when opened twice at the same time", async () => {
    const { email } = await newUser({});
    const link = await server.auth.createOneTimeLink(email);
    const answers = await Promise.all([spend(link), spend(link), spend(link)]);
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([200, 401, 401]);
  });

  test("goes to the page it was asked for, or back with the reason", async () => {
    const { email } = await newUser({});
    const token = new URL(await server.auth.createOneTimeLink(email)).searchParams.get("token");
    const open = () => app.inject({ url: `/api/auth/magic-link/verify?token=${token}&callbackURL=/people&errorCallbackURL=/sign-in` });
    expect((await open()).headers.location).toBe(`${testPublicUrl}/people`);
    expect((await open()).headers.location).toBe(`${testPublicUrl}/sign-in?error=INVALID_TOKEN`);
  });

  test("lapses after half an hour", async () => {
    const { email } = await newUser({});
    const link = await server.auth.createOneTimeLink(email);
    const rows = await database.db
      .selectFrom("auth_verification")
      .select(["expires_at", "identifier", "value"])
      .where("value", "like", `%${email}%`)
      .execute();
    expect(Math.round(((rows[0]?.expires_at.getTime() ?? 0) - Date.now()) / 60_000)).toBe(30);
    expect(JSON.stringify(rows)).not.toContain(new URL(link).searchParams.get("token"));
    await database.db
      .updateTable("auth_verification")
      .set({ expires_at: new Date(Date.now() - 1) })
      .where("value", "like", `%${email}%`)
      .execute();
    expect((await spend(link)).statusCode).toBe(401);
  });

  test("is mailed to people who have an account, and to nobody else, with the same answer", async () => {
    const { email } = await newUser();
    const before = server.mails.length;
    const known = await post("/sign-in/magic-link", { email });
    const unknown = await post("/sign-in/magic-link", { email: "nobody@example.com" });
    expect(known.body).toBe(unknown.body);
    expect(server.mails.slice(before).map((mail) => mail.to)).toEqual([email]);
    const link = /http\S+/.exec(server.mails.at(-1)?.text ?? "")?.[0] as string;
    expect((await spend(link)).statusCode).toBe(200);
  });
});

describe("two-factor sign-in", () => {
  async function withTwoFactor() {
    const { email } = await newUser();
    const cookie = cookiesOf(await post("/sign-in/email", { email, password }));
    const { totpURI, backupCodes } = (await post("/two-factor/enable", { password }, cookie)).json() as {
      totpURI: string;
      backupCodes: string[];
    };
    const verified = await post("/two-factor/verify-totp", { code: totp(totpURI) }, cookie);
    expect(verified.statusCode).toBe(200);
    return { email, totpURI, backupCodes };
  }

  test("asks for a code after the password, and gives a session only then", async () => {
    const { email, totpURI } = await withTwoFactor();
    const half = await post("/sign-in/email", { email, password });
    expect(half.json()).toMatchObject({ twoFactorRedirect: true });
    expect(await sessionOf(cookiesOf(half))).toBeNull();
    expect((await post("/two-factor/verify-totp", { code: "000000" }, cookiesOf(half))).statusCode).toBe(401);
    const whole = await post("/two-factor/verify-totp", { code: totp(totpURI) }, cookiesOf(half));
    expect((await sessionOf(cookiesOf(whole))).user).toMatchObject({ email, twoFactorEnabled: true });
  });

  test("takes each backup code once", async () => {
    const { email, backupCodes } = await withTwoFactor();
    const [code] = backupCodes;
    const use = async () => post("/two-factor/verify-backup-code", { code }, cookiesOf(await post("/sign-in/email", { email, password })));
    expect((await use()).statusCode).toBe(200);
    expect((await use()).statusCode).toBe(401);
  });

  test("is not passed by a link alone", async () => {
    const { email } = await withTwoFactor();
    const answer = await spend(await server.auth.createOneTimeLink(email));
    expect([answer.statusCode, answer.json().code]).toEqual([401, "TWO_FACTOR_REQUIRED"]);
    expect(await sessionOf(cookiesOf(answer))).toBeNull();
  });
});

describe("an account without a password", () => {
  test("gets name, address and password once", async () => {
    const { email } = await newUser({});
    const cookie = cookiesOf(await spend(await server.auth.createOneTimeLink(email)));
    expect((await app.inject({ url: "/api/auth/account-state", headers: { cookie } })).json()).toEqual({
      hasPassword: false,
      email,
      placeholderEmail: false,
    });
    const mine = `real-${email}`;
    expect((await post("/set-up-account", { name: "Grace", email: mine, password }, cookie)).statusCode).toBe(200);
    expect((await post("/sign-in/email", { email: mine, password })).statusCode).toBe(200);
    expect((await post("/set-up-account", { name: "Grace", email: mine, password: "stolen session" }, cookie)).json().error.code).toBe(
      "conflict",
    );
  });

  test("cannot take an address that somebody has", async () => {
    const [one, other] = [await newUser({}), await newUser()];
    const cookie = cookiesOf(await spend(await server.auth.createOneTimeLink(one.email)));
    expect((await post("/set-up-account", { name: "Eve", email: other.email, password }, cookie)).json().error.code).toBe("conflict");
  });

  test("is nobody's without a session", async () => {
    expect((await post("/set-up-account", { name: "Eve", email: "eve@example.com", password })).statusCode).toBe(401);
  });
});

test("guessing passwords is slowed down", async () => {
  const slow = await createTestServer({ database, routes: () => ({}), signInsPerMinute: 3 });
  const { email } = await newUser();
  const attempt = () =>
    slow.app.inject({
      method: "POST",
      url: "/api/auth/sign-in/email",
      payload: { email, password: "guess" },
      remoteAddress: "203.0.113.9",
      headers: { "x-forwarded-for": String(Math.random()) },
    });
  const answers = [await attempt(), await attempt(), await attempt(), await attempt()];
  expect(answers.map(({ statusCode }) => statusCode)).toEqual([401, 401, 401, 429]);
  expect(Number(answers[3]?.headers["retry-after"])).toBeGreaterThan(0);
  await slow.app.close();
});
