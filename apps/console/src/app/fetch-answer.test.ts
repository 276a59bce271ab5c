import { afterEach, expect, test, vi } from "vitest";
import { ApiError } from "./api-error.ts";
import { fetchAnswer } from "./fetch-answer.ts";

afterEach(() => vi.unstubAllGlobals());

test("a server that does not answer is told in our words, not in the browser's", async () => {
  vi.stubGlobal("fetch", () => Promise.reject(new TypeError("Failed to fetch")));
  const error: unknown = await fetchAnswer("/x").catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(ApiError);
  expect(error).toMatchObject({ code: "unavailable", message: expect.stringContaining("does not answer") });
});

test("an answer that refuses is an answer", async () => {
  vi.stubGlobal("fetch", () => Promise.resolve(new Response("no", { status: 403 })));
  expect((await fetchAnswer("/x")).status).toBe(403);
});
