import { expect, test } from "vitest";
import { authMessage, mayPass } from "./auth-message.ts";

test("a refusal says what to do next", () => {
  expect(authMessage({ status: 401, code: "INVALID_EMAIL_OR_PASSWORD", message: "Invalid email or password" })).toBe(
    "That e-mail and password do not belong together.",
  );
  expect(authMessage({ status: 429 })).toMatch(/Wait a minute/);
});

test("a refusal that we do not know keeps the server's words", () => {
  expect(authMessage({ status: 401, code: "TWO_FACTOR_REQUIRED", message: "Sign in with password and code." })).toBe(
    "Sign in with password and code.",
  );
});

test("a server that does not answer, or says that it cannot now, is told apart", () => {
  expect(authMessage({ status: 502 })).toMatch(/does not answer/);
  expect(authMessage({ status: 503, code: "MAIL_NOT_SET_UP", message: "This server has no mail server set up." })).toBe(
    "This server has no mail server set up.",
  );
});

test("what is refused for what it is stays refused; what could not be looked at may pass", () => {
  expect([400, 401, 403, 404].map((status) => mayPass({ status }))).toEqual([false, false, false, false]);
  expect([undefined, 0, 429, 500, 503].map((status) => mayPass({ status }))).toEqual([true, true, true, true, true]);
});
