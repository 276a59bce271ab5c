import { querySchema } from "@throughline/contract";
import { describe, expect, test } from "vitest";
import { createAsk } from "./index.ts";
import { businessTerms } from "./questions/business-terms.ts";
import { clock } from "./questions/expected.ts";
import { heldOut } from "./questions/held-out.ts";
import { score } from "./questions/judge.ts";
import { questions } from "./questions/questions.ts";
import { sampleVocabulary } from "./questions/sample-vocabulary.ts";

const ask = createAsk(sampleVocabulary);

describe.each([
  { set: "first", questions: [...questions, ...businessTerms], rightly: 0.95 },
  { set: "held out", questions: heldOut, rightly: 0.9 },
])("of the $set questions", ({ set, questions, rightly }) => {
  test("at most 3 % are answered wrongly and most rightly", () => {
    const counted = score(ask, questions);
    console.log(JSON.stringify({ ask: set, ...counted }));
    expect(counted.questions).toBeGreaterThanOrEqual(100);
    expect(counted.wrong / counted.questions).toBeLessThanOrEqual(0.03);
    expect(counted.right / counted.questions).toBeGreaterThanOrEqual(rightly);
  });
});

describe("a question", () => {
  test("is never asked with a word that has no meaning: the word is named", () => {
    expect(ask("How many unicorns signed up?", clock)).toMatchObject({ understood: false, words: ["unicorns"] });
    expect(ask("signups since the 9.9 release", clock)).toMatchObject({ understood: false, words: expect.arrayContaining(["9.9"]) });
  });

  test("names releases that are known when it speaks of one that is not", () => {
    expect(ask("where do trial accounts drop out of onboarding since the March release?", clock)).toMatchObject({
      understood: false,
      words: ["march"],
      reason: expect.stringMatching(/^I know of no March release\. The latest are 4\.1/),
    });
  });

  test("of a conversion that goes from one event to none says what is missing", () => {
    expect(ask("conversion of sign-ups by plan", clock)).toMatchObject({
      words: ["conversion"],
      reason: expect.stringContaining("Signed Up"),
    });
  });

  test.each([
    ["daily active users on mobile vs desktop", { breakdown: { property: "session.device" } }],
    ["which pages have the most rage clicks?", { series: [{ event: "Rage Click" }], breakdown: { property: "event.$path" } }],
    ["what share of signups connect a data source within 3 days?", { kind: "funnel", window: { value: 3, unit: "day" } }],
    ["how long does it take from sign-up to the first report created?", { steps: [{ event: "Signed Up" }, { event: "Report Created" }] }],
    ["how many customers churned last month?", { series: [{ event: "Subscription Cancelled" }] }],
  ])("%s", (question, query) => expect(ask(question, clock)).toMatchObject({ query }));

  test("in a word of business says what it was taken for", () => {
    expect(ask("revenue in October", clock)).toMatchObject({ readAs: [{ said: "revenue", means: "sum of amount of Invoice Paid" }] });
    expect(ask("NPS last month", clock)).toMatchObject({ readAs: [{ said: "nps", means: expect.stringContaining("promoters") }] });
  });

  test("in a word of business is declined, by that word, where the catalogue has nothing for it or several things", () => {
    const { properties, events } = sampleVocabulary;
    const bare = createAsk({ ...sampleVocabulary, properties: properties.filter(({ path }) => !/amount|score|kind|surveyId/.test(path)) });
    for (const word of ["revenue", "nps", "csat"])
      expect(bare(`What was our ${word} last week?`, clock)).toMatchObject({
        understood: false,
        words: [expect.stringContaining(word)],
        reason: expect.stringContaining(`“`),
      });
    const two = createAsk({
      ...sampleVocabulary,
      events: [...events, { name: "Order Paid", count: 9 }],
      properties: properties.map((one) => (one.path === "event.amount" ? { ...one, events: [...(one.events ?? []), "Order Paid"] } : one)),
    });
    expect(two("revenue last week", clock)).toMatchObject({ understood: false, suggestions: ["Invoice Paid", "Order Paid"] });
  });

  test("adds up money of one currency alone", () => {
    expect(ask("revenue by plan", clock)).toMatchObject({ understood: false, reason: expect.stringContaining("do not add up") });
    const oneCurrency = createAsk({
      ...sampleVocabulary,
      properties: sampleVocabulary.properties.filter(({ path }) => path !== "event.currency"),
    });
    expect(oneCurrency("revenue by plan", clock)).toMatchObject({ query: { breakdown: { property: "event.plan" } } });
  });

  test("with a word of several meanings is declined, and they are offered", () => {
    expect(ask("How many messages?", clock)).toMatchObject({ understood: false, suggestions: ["Message Sent", "Message Received"] });
  });

  test("tells how its words were read", () => {
    expect(ask("How many reprots were created?", clock)).toMatchObject({
      understood: true,
      readAs: [{ said: "reprots were created", means: "Report Created" }],
    });
  });

  test("asks for a sum where an interaction carries how many", () => {
    expect(ask("How many seats did accounts add in October?", clock)).toMatchObject({
      understood: false,
      reason: expect.stringContaining("event.seats"),
    });
  });

  test("says nothing of what only resembles a name", () => {
    for (const text of ["bounce rate last week", "How many new users this month?", "who used shared comments last week"])
      expect(ask(text, clock)).toMatchObject({ understood: false });
  });

  test("compares a number in the unit that was said with one in its own", () => {
    expect(ask("reports viewed that took longer than 5 seconds to load", clock)).toMatchObject({
      query: { where: { property: "event.loadMs", op: "gt", value: 5000 } },
    });
  });

  test("of any text is answered or declined, never an error, and what is answered is a valid query", () => {
    for (const text of [
      "(((",
      "per per per",
      "by",
      "top 5",
      "since since",
      "\u0000",
      "a".repeat(10_000),
      "between and",
      "👍 reports created",
      "“”",
      "last 0 days",
      "in 2026",
      "from May to May",
    ]) {
      const answer = ask(text, clock);
      if (answer.understood) expect(() => querySchema.parse(answer.query)).not.toThrow();
    }
  });
});
