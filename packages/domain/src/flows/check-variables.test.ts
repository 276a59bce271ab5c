import { flowDefinitionSchema, type FlowDefinition } from "@throughline/contract";
import { expect, test } from "vitest";
import type { z } from "zod";
import { variableIssues, type ReadVariable } from "./check-variables.ts";

const define = (more: Partial<z.input<typeof flowDefinitionSchema>> = {}): FlowDefinition =>
  flowDefinitionSchema.parse({
    trigger: { kind: "event", on: { event: ["Trial Started", "Plan Changed"] } },
    entry: {},
    exit: {},
    start: "ask",
    steps: {
      ask: { kind: "webhook", url: "https://crm.example", next: "tell", failed: "regret" },
      tell: { kind: "task", title: "Call", next: null },
      regret: { kind: "task", title: "Write", next: null },
      mark: { kind: "change", traits: [{ trait: "tier", value: "gold" }], next: null },
    },
    ...more,
  });
const seen = {
  person: new Set(["firstName"]),
  account: new Set(["plan"]),
  events: new Map([
    ["Trial Started", new Set(["plan", "seats"])],
    ["Plan Changed", new Set(["plan"])],
  ]),
};
const read = (...paths: string[]): ReadVariable[] => paths.map((path) => ({ path, field: "title" }));
const why = (paths: readonly string[], { step = "tell", ...more }: Parameters<typeof define>[0] & { step?: string } = {}) =>
  variableIssues(define(more), { [step]: read(...paths) }, seen).map(({ message }) => message.replace(/^.*default: |\.$/g, ""));

test("a text may read what has been seen, what everybody has, and what the flow gives itself", () => {
  const known =
    `person.firstName person.traits.firstName person.userId person.email person.tier person account.plan account.name flow.name workspace.name links.unsubscribe
    event.name event.at event.properties event.properties.plan answers.ask.tier`.split(/\s+/);
  expect(why(known)).toEqual([]);
});

test("what it cannot find is a warning at the step and the text", () => {
  expect(variableIssues(define(), { tell: [{ path: "person.nick", field: "why" }] }, seen)).toEqual([
    {
      severity: "warning",
      code: "missing_variable",
      step: "tell",
      field: "why",
      message: "It reads person.nick, without a default: nobody has a trait nick.",
    },
  ]);
  expect(why(["person.traits.name", "account.seats", "event.plan", "event.properties.seats", "workspace.id", "customer.name"])).toEqual([
    "nobody has a trait name",
    "no account has a trait seats",
    "it would be event.properties.plan",
    "Plan Changed never had a property seats",
    "workspace has no id",
    "there is no customer",
  ]);
});

test("an event that never arrived may have anything; where no event lets people in there is none, and who starts a flow by hand gives what they like", () => {
  expect(why(["event.properties.x"], { trigger: { kind: "event", on: { event: "Never Seen" } } })).toEqual([]);
  expect(why(["event.properties.x"], { trigger: { kind: "event", on: { event: null } } })).toEqual([]);
  expect(why(["event.properties.x"], { trigger: { kind: "manual" } })).toEqual([]);
  expect(why(["event.properties.plan"], { trigger: { kind: "segment", segment: "vips", on: "entered" } })).toEqual([
    "what lets people in is no event",
  ]);
});

test("an answer is there for the steps that come after it, but for who got none", () => {
  expect(why(["answers.ask.tier"], { step: "ask" })).toEqual(["nobody comes here with an answer from ask"]);
  expect(why(["answers.ask.tier"], { step: "regret" })).toEqual(["nobody comes here with an answer from ask"]);
  expect(why(["answers.tell.x", "answers.gone.x"])).toEqual(["no step tell calls anybody", "no step gone calls anybody"]);
});
