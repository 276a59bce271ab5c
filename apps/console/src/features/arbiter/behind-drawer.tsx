import type { ArbiterAnswer, ListedDecision, RuleName, TouchKind } from "@throughline/contract";
import { api } from "../../app/api.ts";
import type { ListState } from "../../ui/data-table/use-list-state.ts";
import { byCursor, useRows } from "../../ui/data-table/use-rows.ts";
import { personTitle } from "../../ui/person-title.ts";
import { SideDrawer } from "../../ui/side-drawer.tsx";
import { TextLink } from "../../ui/text-link.tsx";
import { TimeAgo } from "../../ui/time-ago.tsx";
import { useTimeZone } from "../../ui/time-zone.ts";
import { useFlowNames } from "../engage/index.ts";
import { AnswerMark } from "./answer-mark.tsx";
import { answerWords, kindWords, oneOf, ruleWords } from "./arbiter-words.ts";
import classes from "./arbiter.module.css";
import { DecisionPages } from "./decision-pages.tsx";
import { momentsOfDay, type Moments } from "./report-range.ts";
import { touchTitle } from "./say-decision.ts";

type Behind = { rule?: RuleName; kind?: TouchKind; flow?: string; answer?: ArbiterAnswer; day?: string; held?: boolean };

/** The address of what is behind a number of the report. */
export const behindParams = ({ rule, kind, flow, answer, day, held }: Behind): Record<string, string | undefined> => ({
  show: "behind",
  ofRule: rule,
  ofKind: kind,
  ofFlow: flow,
  ofAnswer: answer,
  ofDay: day,
  ofHeld: held ? "yes" : undefined,
});
const closed = { ...behindParams({}), show: undefined };

type BehindDrawerProps = {
  state: ListState;
  moments: Moments;
  narrow: { kind: TouchKind | undefined; flow: string | undefined; rule: RuleName | undefined };
};

/** The touches behind a number, with whom each was about and why it was answered so. */
export function BehindDrawer({ state, moments, narrow }: BehindDrawerProps) {
  const isOpen = state.filter("show") === "behind";
  const behind = behindOf(state);
  const flowName = useFlowNames();
  return (
    <SideDrawer opened={isOpen} onClose={() => state.set(closed)} title={titleOf(behind, flowName)} size={640}>
      {isOpen ? <Behind behind={behind} moments={moments} narrow={narrow} /> : null}
    </SideDrawer>
  );
}

function behindOf({ filter }: ListState): Behind {
  const [rule, kind, answer] = [
    oneOf(ruleWords, filter("ofRule")),
    oneOf(kindWords, filter("ofKind")),
    oneOf(answerWords, filter("ofAnswer")),
  ];
  const [flow, day] = [filter("ofFlow"), filter("ofDay")];
  return {
    ...(rule ? { rule } : {}),
    ...(kind ? { kind } : {}),
    ...(answer ? { answer } : {}),
    ...(flow === undefined ? {} : { flow }),
    ...(day !== undefined && /^\d{4}-\d\d-\d\d$/.test(day) ? { day } : {}),
    held: filter("ofHeld") !== undefined,
  };
}

function titleOf({ rule, kind, flow, answer, day, held = false }: Behind, flowName: (key: string) => string): string {
  const what = kind === undefined ? "Touches" : `${kindWords[kind]}s`;
  const how = answer
    ? `: ${answerWords[answer].label.toLowerCase()}`
    : rule
      ? `: ${ruleWords[rule].label}`
      : held
        ? " not allowed at once"
        : "";
  return `${what}${how}${flow === undefined ? "" : flow === "none" ? ", of no flow" : `, of ${flowName(flow)}`}${day === undefined ? "" : `, ${day}`}`;
}

function Behind({ behind, moments, narrow }: { behind: Behind } & Pick<BehindDrawerProps, "moments" | "narrow">) {
  const timeZone = useTimeZone();
  const { from, to } = behind.day === undefined ? moments : momentsOfDay(behind.day, timeZone);
  const flow = behind.flow === "none" ? "" : behind.flow;
  const list = useRows(
    api.arbiter.decisions.infiniteOptions({
      input: (cursor: string | undefined) => ({
        cursor,
        limit: 30,
        from,
        to,
        kind: behind.kind ?? narrow.kind,
        flow: flow ?? narrow.flow,
        rule: behind.rule ?? narrow.rule,
        answer: behind.answer,
        held: behind.held ? ("true" as const) : undefined,
      }),
      ...byCursor,
    }),
  );
  return (
    <DecisionPages list={list} none="Nothing is behind it any more." row={(decision) => <Item key={decision.id} decision={decision} />} />
  );
}

function Item({ decision }: { decision: ListedDecision }) {
  const { person, personId, touch } = decision;
  const name = person ? personTitle({ id: personId, ...person }) : "Somebody who is deleted";
  const words = <bdi>{name}</bdi>;
  return (
    <li className={classes.behind}>
      <div className={classes.behindHead}>
        {person ? (
          <TextLink to={`/people/${personId}?${new URLSearchParams({ touch: touch.id, view: "facts" })}`} className={classes.strong}>
            {words}
          </TextLink>
        ) : (
          <span className="dim">{words}</span>
        )}
        <span className="dim small">
          <TimeAgo at={decision.decidedAt} />
        </span>
      </div>
      <span dir="auto">{touchTitle(touch)}</span>
      <div className="dim small">
        <AnswerMark decision={decision} />
      </div>
      {decision.answer === "now" ? null : <p className="dim small">{decision.reason}</p>}
    </li>
  );
}
