import { expect, test } from "vitest";
import { z } from "zod";
import { toFieldIssue, type ValidationIssue } from "./field-issues.ts";

test("says in words what is accepted where a rule has them, not by its pattern", () => {
  const [issue] =
    z
      .string()
      .regex(/^p_\d$/, "an id such as p_1")
      .safeParse("x").error?.issues ?? [];
  expect(toFieldIssue({ ...(issue as ValidationIssue), path: ["id"] })).toEqual({
    field: "id",
    message: "has another form",
    accepted: "an id such as p_1",
  });
  const [bare] =
    z
      .string()
      .regex(/^p_\d$/)
      .safeParse("x").error?.issues ?? [];
  expect(toFieldIssue(bare as ValidationIssue)).toMatchObject({ field: "(input)", accepted: "/^p_\\d$/" });
});
