import type { JourneyDefinition } from "@throughline/contract";
import { describe, expect, test } from "vitest";
import { emptyDraft, keyOf, messageOf, moved, problemsOf, toDefinition, toDraft } from "./draft.ts";

const definition: JourneyDefinition = {
  key: "onboarding",
  name: "Onboarding",
  owner: "Maria",
  description: "",
  by: "person",
  entry: { event: "Signed Up" },
  stages: [
    { key: "connect", name: "Connect", matches: [{ event: "Connected" }] },
    { key: "verify", name: "Verify", matches: [{ event: "Verified" }] },
  ],
  goal: [{ event: "Shared" }],
  failures: [{ key: "cancelled", name: "Cancelled", match: { event: "Cancelled" } }],
  window: { value: 30, unit: "day" },
  contacts: [],
  conversation: [],
  friction: [],
  revenue: null,
  targets: { completion: 0.6 },
};

test("a definition goes through the editor unchanged", () => {
  expect(toDefinition(toDraft(definition, true))).toEqual(definition);
  expect(problemsOf(toDraft(definition, true))).toEqual([]);
});

describe("keys", () => {
  test("are made of names", () => {
    expect(keyOf("Verify domain")).toBe("verify-domain");
    expect(keyOf("  Größe & Préis! ")).toBe("gro-e-preis");
    expect(keyOf("你好")).toBe("");
  });
  test("of what was saved stay when it is renamed; of what is new they follow the name, each once", () => {
    const draft = toDraft(definition, true);
    const fresh = { id: 9, key: "", name: "Connect", matches: [{ event: "x" }], isSaved: false };
    const stages = [{ ...draft.stages[0]!, name: "Connect your data" }, { ...fresh }, { ...fresh, id: 10 }];
    expect(toDefinition({ ...draft, name: "Renamed", stages }).stages.map(({ key }) => key)).toEqual(["connect", "connect-2", "connect-3"]);
    expect(toDefinition({ ...draft, name: "Renamed" }).key).toBe("onboarding");
    expect(toDefinition(toDraft({ ...definition, name: "First report" }, false)).key).toBe("first-report");
  });
});

test("an owner of spaces is nobody", () => {
  expect(toDefinition({ ...toDraft(definition, true), owner: "  " }).owner).toBeNull();
});

test("a new journey says what it needs, where it needs it", () => {
  const problems = problemsOf(emptyDraft());
  expect(problems.map(({ field }) => field)).toEqual(["name", "entry", "stages[0].name", "stages[0].matches[0]", "goal[0]"]);
  expect(messageOf(problems, "stages[0]")).toBe("Needs a name");
  expect(messageOf(problems, "stages[0].matches")).toBe("Pick an event, or add a condition");
  expect(messageOf(problems, "failures")).toBeUndefined();
});

test("messages of the preview are found at their fields", () => {
  expect(messageOf([{ field: "definition.window", message: "is too long" }], "window")).toBe("is too long");
  expect(messageOf([{ field: "stages[1].key", message: "verify is given twice" }], "stages[10]")).toBeUndefined();
});

test("an entry moves, and never out of the list", () => {
  expect(moved(["a", "b", "c"], 0, 2)).toEqual(["b", "c", "a"]);
  expect(moved(["a", "b", "c"], 2, -5)).toEqual(["c", "a", "b"]);
  expect(moved(["a"], 3, 0)).toEqual(["a"]);
});
