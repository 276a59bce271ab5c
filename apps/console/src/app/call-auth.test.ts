import { afterEach, describe, expect, test, vi } from "vitest";
import { callAuth } from "./call-auth.ts";

afterEach(() => vi.unstubAllGlobals());
const answering = (answer: () => Promise<Response>) => vi.stubGlobal("fetch", answer);

describe("a call beside sign-in", () => {
  test("gives what the server answers", async () => {
    answering(async () => Response.json({ hasPassword: true }));
    expect(await callAuth("/account-state")).toEqual({ hasPassword: true });
  });

  test("fails with the server's own words and fields", async () => {
    const error = { code: "invalid_input", message: "Not like this.", requestId: "r1", issues: [{ field: "name", message: "is missing" }] };
    answering(async () => Response.json({ error }, { status: 400 }));
    await expect(callAuth("/set-up-account", {})).rejects.toMatchObject(error);
  });

  test("says that nobody answers, in words", async () => {
    answering(() => Promise.reject(new TypeError("Failed to fetch")));
    await expect(callAuth("/account-state")).rejects.toMatchObject({
      code: "unavailable",
      message: expect.stringContaining("does not answer"),
    });
  });

  test("takes the page of a proxy for the failure that it is", async () => {
    answering(async () => new Response("<html>Bad gateway</html>", { status: 502 }));
    await expect(callAuth("/account-state")).rejects.toMatchObject({ code: "unavailable", message: expect.stringContaining("502") });
  });
});
