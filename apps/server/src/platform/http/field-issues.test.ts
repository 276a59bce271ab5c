import { expect, test } from "vitest";
import { toFieldIssue } from "./field-issues.ts";

const issue = { code: "invalid_format", format: "regex", pattern: "/^p_\\d$/", path: ["id"] };

test("says in words what is accepted where a rule has them, not by its pattern", () =>
  expect(toFieldIssue({ ...issue, message: "an id such as p_1" })).toEqual({
    field: "id",
    message: "has another form",
    accepted: "an id such as p_1",
  }));

test("a rule without words is told by its pattern", () =>
  expect(toFieldIssue({ ...issue, message: "Invalid string: must match pattern /^p_\\d$/" })).toMatchObject({
    field: "id",
    accepted: "/^p_\\d$/",
  }));
