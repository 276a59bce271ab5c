import { expect, test } from "vitest";
import { describeDateMoment, describeWeekdays, nameOfStep, stepTitle } from "./step-title.ts";
import { flowStepSchema } from "./steps.ts";

const wait = (more: object = {}) => ({ kind: "wait", wait: { for: "duration", duration: { value: 1, unit: "day" } }, next: null, ...more });
const message = (template: string) => ({ kind: "message", channel: "email", template, purpose: "service", next: null });
const titleOf = (step: object) => stepTitle(flowStepSchema.parse(step));

test("a step is called by its label, else by what it does", () => {
  expect(titleOf(wait())).toBe("Wait 1 day");
  expect(titleOf(wait({ label: "Let them try" }))).toBe("Let them try");
  const until = { for: "event", event: { event: "Domain Verified" }, timeout: { value: 2, unit: "day" } };
  expect(titleOf(wait({ wait: until }))).toBe("Wait until Domain Verified");
  expect(titleOf(message(""))).toBe("E-mail message");
  expect(titleOf(message("dns-help"))).toBe("E-mail: dns-help");
  expect(titleOf({ kind: "exit", reason: "no consent" })).toBe("Exit: no consent");
  expect(titleOf({ kind: "goal", next: null })).toBe("Goal");
});

test("in a flow by its id, and one that is gone is its id", () => {
  const flow = { steps: { rest: flowStepSchema.parse(wait()) } };
  expect([nameOfStep(flow, "rest"), nameOfStep(flow, "gone"), nameOfStep(flow, "constructor")]).toEqual([
    "Wait 1 day",
    "gone",
    "constructor",
  ]);
});

test("a date is told by how far it is", () => {
  expect(describeDateMoment({ property: "account.renewalDate", days: -60, at: "09:00" })).toBe(
    "60 days before account’s renewalDate, at 09:00",
  );
  expect(describeDateMoment({ property: "person.born", days: 0, at: null })).toBe("on person’s born");
});

test("days of the week are told as a run where they are one", () => {
  expect(describeWeekdays([1, 2, 3, 4, 5])).toBe("Mon–Fri");
  expect(describeWeekdays([6, 1])).toBe("Mon, Sat");
});
