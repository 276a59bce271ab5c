import { Button } from "@mantine/core";
import type { AskAnswer } from "@throughline/contract";
import classes from "./ask.module.css";
import { markUnknown } from "./question-text.ts";

type AskDeclinedProps = {
  question: string;
  answer: Extract<AskAnswer, { understood: false }>;
  onSuggestion: (suggestion: string) => void;
};

/** Why a question has no answer here: its unknown words marked, and names that may have been meant. */
export function AskDeclined({ question, answer, onSuggestion }: AskDeclinedProps) {
  return (
    <div className={classes.answer}>
      <p className={classes.sentence}>{answer.reason}</p>
      {answer.words.length > 0 ? (
        <p className={classes.asked}>
          {markUnknown(question, answer.words).map(({ text, isUnknown }, index) =>
            // The pieces of one question have no other identity than their place.
            // oxlint-disable-next-line react/no-array-index-key
            isUnknown ? <mark key={index}>{text}</mark> : <span key={index}>{text}</span>,
          )}
        </p>
      ) : null}
      {answer.suggestions.length > 0 ? (
        <div className={classes.chips} role="group" aria-label="Did you mean">
          <span className="dim small">Did you mean</span>
          {answer.suggestions.map((suggestion) => (
            <Button key={suggestion} variant="default" size="compact-sm" onClick={() => onSuggestion(suggestion)}>
              {suggestion}
            </Button>
          ))}
        </div>
      ) : null}
    </div>
  );
}
