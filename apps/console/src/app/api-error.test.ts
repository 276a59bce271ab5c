import { ORPCError } from "@orpc/client";
import { expect, test } from "vitest";
import { ApiError, toApiError } from "./api-error.ts";

const asApiError = (thrown: unknown): ApiError => {
  const error = toApiError(thrown);
  if (!(error instanceof ApiError)) throw new Error("not an ApiError");
  return error;
};

test("the server's own words arrive, with the fields and the request id", () => {
  const body = {
    error: {
      code: "invalid_input",
      message: "The input cannot be used: name.",
      issues: [{ field: "name", message: "is too long" }],
      requestId: "r1",
    },
  };
  const error = asApiError(new ORPCError("ERROR", { status: 400, data: body }));
  expect(error).toMatchObject({ code: "invalid_input", message: "The input cannot be used: name.", requestId: "r1" });
  expect(error.issueOf("name")).toBe("is too long");
  expect(error.issueOf("kind")).toBeUndefined();
});

test.each([
  [401, "unauthenticated"],
  [403, "forbidden"],
  [404, "not_found"],
  [429, "rate_limited"],
  [502, "unavailable"],
  [500, "internal"],
])("an answer of %i without a body is %s", (status, code) => {
  expect(asApiError(new ORPCError("ERROR", { status, data: "<html>" })).code).toBe(code);
});

test("no answer at all is told as that", () => {
  expect(asApiError(new TypeError("Failed to fetch")).code).toBe("unavailable");
});

test("a call that was given up stays what it is", () => {
  const aborted = new DOMException("given up", "AbortError");
  expect(toApiError(aborted)).toBe(aborted);
});

test("what went wrong before anything was asked is not told as a server that does not answer", () => {
  const error = asApiError(new Error("There is no route of that name"));
  expect([error.code, error.message]).toEqual(["internal", expect.stringContaining("There is no route of that name")]);
});
