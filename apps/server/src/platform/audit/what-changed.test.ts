import { defaultArbiterRules } from "@throughline/contract";
import { describe, expect, test } from "vitest";
import { whatChanged } from "./what-changed.ts";

describe("what changed in a definition", () => {
  test("is told part by part, as it was and as it is, and nothing else", () =>
    expect(
      whatChanged({ name: "A", deep: { one: 1, two: 2 }, list: ["x"] }, { name: "A", deep: { one: 1, two: 3 }, list: ["x", "y"] }),
    ).toEqual({
      before: { deep: { two: 2 }, list: "x" },
      after: { deep: { two: 3 }, list: "x, y" },
    }));

  test("of the arbiter's rules is the one cap that was changed, by its name, its time in words", () => {
    const [first, ...others] = defaultArbiterRules.caps;
    const changed = {
      ...defaultArbiterRules,
      quietHours: null,
      caps: [{ ...first, within: { value: 3, unit: "day" }, max: 9 }, ...others],
    };
    const { before, after } = whatChanged(defaultArbiterRules, changed);
    expect(after).toEqual({ caps: { [String(first?.name)]: { within: "3 days", max: 9 } } });
    expect(before).toMatchObject({
      caps: { [String(first?.name)]: { max: first?.max } },
      quietHours: { from: defaultArbiterRules.quietHours?.from },
    });
  });

  test("of a predicate is the sentence", () =>
    expect(whatChanged({ predicate: { did: "Signed Up" } }, { predicate: { did: "Paid" } })).toEqual({
      before: { predicate: expect.stringContaining("Signed Up") as string },
      after: { predicate: expect.stringContaining("Paid") as string },
    }));

  test("nothing has become something: only that side tells it", () =>
    expect(whatChanged({ topic: null, tags: [], text: "" }, { topic: "news", tags: ["a"], text: "b" })).toEqual({
      before: {},
      after: { topic: "news", tags: "a", text: "b" },
    }));

  test("one nothing for another is no change", () =>
    expect(whatChanged({ a: null, b: [] }, { a: "", c: null })).toEqual({ before: {}, after: {} }));

  test("a long text is cut to where it differs", () => {
    const text = (word: string) => `${"before ".repeat(500)}\n  ${word}\n${" after".repeat(500)}`;
    const { before, after } = whatChanged({ text: text("Hello") }, { text: text("Good day") });
    expect(before["text"]).toMatch(/^….{20,60}Hello.{20,60}…$/);
    expect(after["text"]).toMatch(/^….{20,60}Good day.{20,60}…$/);
    const [left, right] = ["x".repeat(5000), "y".repeat(9000)];
    expect(JSON.stringify(whatChanged({ text: left }, { text: right })).length).toBeLessThan(500);
  });

  test("what may be a secret is never told, also where it came new", () => {
    const options = { secret: ["url", "headers"] };
    const secrets = (what: string) => ({ steps: { call: { url: `https://x/${what}`, headers: { authorization: what }, method: "POST" } } });
    const changed = whatChanged(secrets("tok-1"), secrets("tok-2"), options);
    expect(changed).toEqual({
      before: { steps: { call: { url: "not told", headers: "not told" } } },
      after: { steps: { call: { url: "another, not told", headers: "another, not told" } } },
    });
    expect(JSON.stringify(whatChanged({}, secrets("tok-1"), options))).not.toContain("tok-1");
  });
});
