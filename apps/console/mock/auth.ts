import type { IncomingMessage, ServerResponse } from "node:http";
import { roles, type Role } from "@throughline/contract";
import { answerSecurity, turnTwoFactorOn } from "./security.ts";

const cookie = "mock_session=1; Path=/; HttpOnly; SameSite=Lax";
const user = {
  id: "u1",
  name: "Maria Torres",
  email: "maria@example.com",
  emailVerified: true,
  twoFactorEnabled: false,
  createdAt: "2026-01-05T09:00:00Z",
  updatedAt: "2026-01-05T09:00:00Z",
};

export const isSignedIn = (request: IncomingMessage) => request.headers.cookie?.includes("mock_session=") ?? false;
/** Who signs in as `viewer@…` is a viewer, and so on; everybody else is an owner. */
export const roleOf = (request: IncomingMessage): Role =>
  roles.find((role) => request.headers.cookie?.includes(`mock_session=${role}`)) ?? "owner";

/** Answers as better-auth would: any password but “wrong” signs in; an address that starts with “two” asks for a code, and 123456 is right. */
export async function answerAuth(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = new URL(request.url ?? "", "http://mock").pathname.replace(/^\/api\/auth/, "");
  const body = await readJson(request);
  const send = (status: number, answer: unknown, setCookie?: string) => {
    response.writeHead(status, { "content-type": "application/json", ...(setCookie ? { "set-cookie": setCookie } : {}) });
    response.end(JSON.stringify(answer));
  };
  const refuse = (status: number, code: string, message: string) => send(status, { code, message });
  const session = { token: "mock", user, session: { id: "s1", userId: user.id, token: "mock", expiresAt: "2030-01-01T00:00:00Z" } };
  if (path === "/sign-in/email") {
    if (body["password"] === "wrong") return refuse(401, "INVALID_EMAIL_OR_PASSWORD", "Invalid email or password");
    if (String(body["email"]).startsWith("two")) return send(200, { twoFactorRedirect: true, twoFactorMethods: ["totp"] });
    const role = roles.find((name) => String(body["email"]).startsWith(`${name}@`));
    return send(200, { redirect: false, token: "mock", user }, role ? cookie.replace("=1", `=${role}`) : cookie);
  }
  if (path === "/two-factor/verify-totp" || path === "/two-factor/verify-backup-code") {
    if (body["code"] === "123456" && isSignedIn(request)) turnTwoFactorOn();
    return body["code"] === "123456" || path.endsWith("backup-code")
      ? send(200, session, cookie)
      : refuse(401, "INVALID_CODE", "Invalid code");
  }
  if (path === "/sign-in/magic-link") return send(200, { status: true });
  if (path === "/magic-link/verify")
    return request.url?.includes("token=used")
      ? refuse(401, "INVALID_TOKEN", "Invalid token")
      : send(200, session, cookie.replace("=1", "=link"));
  if (path === "/request-password-reset" || path === "/reset-password") return send(200, { status: true });
  if (path === "/account-state")
    return send(
      200,
      request.headers.cookie?.includes("mock_session=link")
        ? { hasPassword: false, email: "owner@throughline.localhost", placeholderEmail: true }
        : { hasPassword: true, email: user.email, placeholderEmail: false },
    );
  if (path === "/set-up-account") return send(200, { email: body["email"] }, cookie);
  if (path === "/invitation")
    return send(200, { workspace: "Acme", email: "ada@example.com", role: "editor", hasAccount: false, expiresAt: "2030-01-01T00:00:00Z" });
  if (path === "/invitation/accept") return send(200, { workspaceId: "10000000-0000-4000-8000-000000000002" }, cookie);
  if (path === "/sign-out") return send(200, { success: true }, "mock_session=; Path=/; Max-Age=0");
  if (path === "/get-session") return send(200, isSignedIn(request) ? session : null);
  const answer = answerSecurity(path, body);
  return answer ? send(answer.status, answer.body) : refuse(404, "NOT_FOUND", "Not found");
}

async function readJson(request: IncomingMessage): Promise<Record<string, unknown>> {
  let text = "";
  for await (const chunk of request) text += String(chunk);
  return text === "" ? {} : (JSON.parse(text) as Record<string, unknown>);
}
