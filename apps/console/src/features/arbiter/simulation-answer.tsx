import { Button } from "@mantine/core";
import type { Simulation } from "@throughline/contract";
import { formatDateTime } from "../../ui/format-time.ts";
import { TextLink } from "../../ui/text-link.tsx";
import { answerWords } from "./arbiter-words.ts";
import classes from "./arbiter.module.css";
import { ownReason, sayAnswer, withoutSeconds } from "./say-decision.ts";
import { VerdictList } from "./verdict-list.tsx";

type SimulationAnswerProps = {
  simulation: Simulation;
  isStale: boolean;
  /** Try it at the moment at which it could be allowed. */
  onThen?: (at: string) => void;
};

/** The answer large, by the clocks where the person is; then what every rule says. */
export function SimulationAnswer({ simulation, isStale, onThen }: SimulationAnswerProps) {
  const { answer, at, timezone, timezoneFrom, asOf, personId } = simulation;
  const moment = withoutSeconds(formatDateTime(new Date(asOf), timezone));
  const reason = ownReason(simulation);
  return (
    <div className={classes.details} aria-busy={isStale}>
      <div className={classes.answer} data-tone={answerWords[answer].tone} role="status">
        <strong>{sayAnswer(simulation, timezone)}</strong>
        <span className="dim small">
          {moment} where they are ({timezone}
          {timezoneFrom === "person" ? "" : ", the workspace’s: theirs is not known"})
        </span>
      </div>
      {reason ? <p className={classes.reason}>{reason}</p> : null}
      <VerdictList key={`${simulation.rule}`} verdicts={simulation.verdicts} decided={simulation.rule} allOpen timeZone={timezone} />
      <div className={classes.links}>
        {answer === "later" && at !== null && onThen ? (
          <Button size="xs" onClick={() => onThen(at)}>
            Try it then
          </Button>
        ) : null}
        <TextLink to={`/people/${personId}?view=facts`} className="underlined small">
          Everything about them
        </TextLink>
      </div>
    </div>
  );
}
