import { querySchema } from "@throughline/contract";
import { describe, expect, test } from "vitest";
import { createAsk } from "./index.ts";
import { clock } from "./questions/expected.ts";
import { questions } from "./questions/questions.ts";
import { sampleVocabulary } from "./questions/sample-vocabulary.ts";

const ask = createAsk(sampleVocabulary);
const normal = (query: unknown) => JSON.stringify(querySchema.parse(query));

/** Right, declined although there is an answer, wrong: a query that was not meant. */
function judge(question: string, expected: unknown): "right" | "declined" | "wrong" {
  const answer = ask(question, clock);
  if (!answer.understood) return expected === null ? "right" : "declined";
  return expected !== null && normal(answer.query) === normal(expected) ? "right" : "wrong";
}

test("of the questions at most 3 % are answered wrongly and at least 90 % rightly", () => {
  const verdicts = questions.map(([question, expected]) => ({ question, verdict: judge(question, expected) }));
  const count = (verdict: string) => verdicts.filter((one) => one.verdict === verdict).length;
  const score = { questions: questions.length, right: count("right"), declined: count("declined"), wrong: count("wrong") };
  console.log(JSON.stringify({ ask: score }));
  expect(score.questions).toBeGreaterThanOrEqual(150);
  expect(score.wrong / score.questions).toBeLessThanOrEqual(0.03);
  expect(score.right / score.questions).toBeGreaterThanOrEqual(0.9);
});

describe("a question", () => {
  test("is never asked with a word that has no meaning: the word is named", () => {
    expect(ask("How many unicorns signed up?", clock)).toMatchObject({ understood: false, words: ["unicorns"] });
    expect(ask("signups since the 9.9 release", clock)).toMatchObject({ understood: false, words: expect.arrayContaining(["9.9"]) });
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
