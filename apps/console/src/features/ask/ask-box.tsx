import { Button, TextInput } from "@mantine/core";
import type { AskAnswer, Query } from "@throughline/contract";
import { useMutation } from "@tanstack/react-query";
import { IconMessageQuestion } from "@tabler/icons-react";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import { api } from "../../app/api.ts";
import { announce } from "../../ui/announce.ts";
import { AskDeclined } from "./ask-declined.tsx";
import { AskExamples } from "./ask-examples.tsx";
import { AskUnderstood, sayQuery } from "./ask-understood.tsx";
import classes from "./ask.module.css";
import { refill } from "./question-text.ts";

export type Explorable = Exclude<Query, { kind: "journey" }>;
type AskBoxProps = {
  /** The query that is shown now: what an answer says is hidden once it is about another. */
  shown: Explorable;
  onQuery: (query: Explorable) => void;
};

const longestQuestion = 500;

/** Asks in plain words; the query that the question means is handed on to be shown. A question in the address (`?ask=`) is asked at once. */
export function AskBox({ shown, onQuery }: AskBoxProps) {
  const [text, setText] = useState("");
  const field = useRef<HTMLInputElement>(null);
  const asking = useMutation(
    api.ask.ask.mutationOptions({
      onSuccess: (answer) => {
        announce(sayAnswer(answer));
        if (answer.understood && answer.query.kind !== "journey") onQuery(answer.query);
      },
    }),
  );
  const ask = (question: string) => {
    const asked = question.trim();
    setText(question);
    if (asked !== "") asking.mutate({ question: asked });
  };
  useAskedInAddress(ask);
  const refillWith = (question: string) => {
    setText(question);
    field.current?.focus();
  };
  const answer = asking.data;
  const question = asking.variables?.question ?? "";
  return (
    <section className={classes.ask} aria-label="Ask in plain words">
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          ask(text);
        }}
      >
        <TextInput
          ref={field}
          className={classes.field}
          size="md"
          type="search"
          aria-label="Ask a question"
          placeholder="Ask in plain words: how many people signed up last week?"
          leftSection={<IconMessageQuestion size={18} stroke={1.7} />}
          value={text}
          maxLength={longestQuestion}
          autoComplete="off"
          enterKeyHint="go"
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <Button type="submit" size="md" classNames={{ loader: classes.loader }} loading={asking.isPending} disabled={text.trim() === ""}>
          Ask
        </Button>
      </form>
      {asking.isError ? (
        <p className={classes.failed} role="alert">
          {asking.error instanceof Error ? asking.error.message : String(asking.error)}
        </p>
      ) : null}
      {answer?.understood ? <AskUnderstood answer={answer} shown={shown} /> : null}
      {answer?.understood === false ? (
        <AskDeclined question={question} answer={answer} onSuggestion={(one) => refillWith(refill(question, answer.words, one))} />
      ) : null}
      {text === "" && !answer ? <AskExamples onExample={ask} /> : null}
    </section>
  );
}

const sayAnswer = (answer: AskAnswer): string => (answer.understood ? `Understood: ${sayQuery(answer.query)}` : answer.reason);

/** The palette opens the page with a question; it is asked once and leaves the address. */
function useAskedInAddress(ask: (question: string) => void): void {
  const search: Record<string, unknown> = useSearch({ strict: false });
  const navigate = useNavigate();
  const asked = typeof search["ask"] === "string" ? search["ask"].slice(0, longestQuestion) : null;
  useEffect(() => {
    if (asked === null) return;
    ask(asked);
    void navigate({
      to: ".",
      search: ({ ask: _, ...rest }: Record<string, unknown>): Record<string, unknown> => rest,
      replace: true,
      resetScroll: false,
    });
    // Asked once for each question that arrives, whatever else is drawn anew.
  }, [asked]);
}
