import { describeQuery, type AskAnswer, type Query } from "@throughline/contract";
import { Chip } from "../../ui/chip.tsx";
import { LinkButton } from "../../ui/link-button.tsx";
import { journeyAddress } from "../journeys/index.ts";
import type { Explorable } from "./ask-box.tsx";
import classes from "./ask.module.css";

export const sayQuery = (query: Query): string => `${describeQuery(query)}.`;

/** What a question was understood to mean, and which of its words name what. Gone once another query is shown. */
export function AskUnderstood({ answer, shown }: { answer: Extract<AskAnswer, { understood: true }>; shown: Explorable }) {
  const { query, readAs, by } = answer;
  const isJourney = query.kind === "journey";
  if (!isJourney && describeQuery(query) !== describeQuery(shown)) return null;
  const notes = readAs.filter(({ said, means }) => said.toLowerCase() !== means.toLowerCase());
  return (
    <div className={classes.answer}>
      <p className={classes.sentence}>{sayQuery(query)}</p>
      {by === "model" ? (
        <p className="dim small">
          <Chip tone="accent">Answered by a model</Chip> The grammar did not understand the question. Check that the query says what you
          meant.
        </p>
      ) : null}
      {notes.length > 0 ? (
        <dl className={classes.notes} aria-label="How your words were read">
          {notes.map(({ said, means }) => (
            <div key={`${said} ${means}`}>
              <dt>{said}</dt>
              <dd>{means}</dd>
            </div>
          ))}
        </dl>
      ) : null}
      {isJourney ? (
        <div>
          <LinkButton to={journeyAddress(query.journey, query.range)} variant="default">
            Open the journey
          </LinkButton>
        </div>
      ) : null}
    </div>
  );
}
