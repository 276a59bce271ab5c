import type { Decision } from "@throughline/contract";
import { Chip } from "../../ui/chip.tsx";
import { KeyValue } from "../../ui/key-value.tsx";
import { TextLink } from "../../ui/text-link.tsx";
import { TimeAgo } from "../../ui/time-ago.tsx";
import { useFlowNames } from "../engage/index.ts";
import { channelWords, kindWords, outcomeWords, purposeWords, stakesWords } from "./arbiter-words.ts";
import { AnswerMark } from "./answer-mark.tsx";
import classes from "./arbiter.module.css";
import { ownReason } from "./say-decision.ts";
import { triedAddress } from "./tried-touch.ts";
import { VerdictList } from "./verdict-list.tsx";

/** One decision whole: the answer, why, what every rule said, what the touch was, and what came of it. */
export function DecisionDetails({ decision }: { decision: Decision }) {
  const { touch, outcome, attempt } = decision;
  const reason = ownReason(decision);
  const flowName = useFlowNames();
  return (
    <div className={classes.details}>
      <div className={classes.answerLine}>
        <AnswerMark decision={decision} />
        <span className="dim small">
          <TimeAgo at={decision.decidedAt} />
          {attempt > 1 ? `, asked for the ${ordinal(attempt)} time` : ""}
        </span>
      </div>
      {reason ? <p className={classes.reason}>{reason}</p> : null}
      {outcome ? (
        <p className={classes.outcome}>
          <Chip tone={outcomeWords[outcome.outcome].tone}>{outcomeWords[outcome.outcome].label}</Chip>
          <span className="dim small">
            <TimeAgo at={outcome.at} />
            {outcome.note ? ` · ${outcome.note}` : ""}
          </span>
        </p>
      ) : null}
      <VerdictList verdicts={decision.verdicts} decided={decision.rule} />
      <KeyValue
        items={[
          { label: "What", value: `${kindWords[touch.kind]} by ${channelWords[touch.channel]}` },
          { label: "Purpose", value: `${purposeWords[touch.purpose].label}${touch.topic ? `, topic ${touch.topic}` : ""}` },
          { label: "Flow", value: touch.flow === undefined ? <span className="faint">none</span> : <bdi>{flowName(touch.flow)}</bdi> },
          { label: "Worth", value: `${decision.worth} (priority ${touch.priority} × value ${touch.value})` },
          { label: "Stakes", value: stakesWords[touch.stakes] },
          { label: "Touch", value: <code className={classes.breaking}>{touch.id}</code> },
        ]}
      />
      <TextLink to={triedAddress({ ...touch, person: decision.personId }, null)} className="underlined small">
        Try it now in the simulator
      </TextLink>
    </div>
  );
}

const ordinal = (n: number): string =>
  `${n}${n % 10 === 1 && n !== 11 ? "st" : n % 10 === 2 && n !== 12 ? "nd" : n % 10 === 3 && n !== 13 ? "rd" : "th"}`;
