import type { RuleName, Verdict } from "@throughline/contract";
import { IconCheck, IconClock, IconUser, IconX } from "@tabler/icons-react";
import { useState } from "react";
import { UnstyledButton } from "@mantine/core";
import { formatDateTime } from "../../ui/format-time.ts";
import { useTimeZone } from "../../ui/time-zone.ts";
import { ruleWords, verdictWords } from "./arbiter-words.ts";
import classes from "./arbiter.module.css";
import { sayEvidence } from "./say-evidence.ts";
import { verdictsInOrder, withoutSeconds } from "./say-decision.ts";

type VerdictListProps = {
  verdicts: readonly Verdict[];
  /** The rule that decided. */
  decided: RuleName | null;
  /** Where nothing speaks against it, what allows it is shown at once. */
  allOpen?: boolean;
  /** The zone in which times are told; the workspace's unless told. */
  timeZone?: string;
};

/** What every rule said: first what speaks against the touch, with what was found and until when; then what allows it. */
export function VerdictList({ verdicts, decided, allOpen = false, timeZone }: VerdictListProps) {
  const { against, allowing } = verdictsInOrder(verdicts, decided);
  const [open, setOpen] = useState(allOpen || against.length === 0);
  return (
    <div className={classes.verdicts}>
      {against.length > 0 ? (
        <ul>
          {against.map((verdict) => (
            <VerdictItem key={verdict.rule} verdict={verdict} isDeciding={verdict.rule === decided} timeZone={timeZone} />
          ))}
        </ul>
      ) : null}
      {allowing.length > 0 ? (
        <>
          <UnstyledButton className={`${classes.link} small`} aria-expanded={open} onClick={() => setOpen(!open)}>
            {open ? "Hide" : "Show"} {allowing.length === 1 ? "the rule that allows it" : `the ${allowing.length} rules that allow it`}
          </UnstyledButton>
          {open ? (
            <ul>
              {allowing.map((verdict) => (
                <VerdictItem key={verdict.rule} verdict={verdict} isDeciding={false} timeZone={timeZone} />
              ))}
            </ul>
          ) : null}
        </>
      ) : null}
    </div>
  );
}

const icons = { allow: IconCheck, wait: IconClock, deny: IconX, approval: IconUser, person: IconUser } as const;

function VerdictItem({ verdict, isDeciding, timeZone }: { verdict: Verdict; isDeciding: boolean; timeZone: string | undefined }) {
  const own = useTimeZone();
  // A rule that goes by the clocks where the person is tells its times by them.
  const zone = timeZone ?? (typeof verdict.evidence["timezone"] === "string" ? verdict.evidence["timezone"] : own);
  const { rule, sentence, until } = verdict;
  const Icon = icons[verdict.verdict];
  const { label, tone } = verdictWords[verdict.verdict];
  const evidence = sayEvidence(verdict, zone);
  const moment = until === null ? null : withoutSeconds(formatDateTime(new Date(until), zone));
  return (
    <li className={classes.verdict} data-tone={tone} data-deciding={isDeciding || undefined}>
      <span className={classes.verdictMark}>
        <Icon size={15} aria-hidden="true" />
      </span>
      <div className={classes.verdictText}>
        <span className={classes.verdictRule}>
          {ruleWords[rule].label}
          <span className="visually-hidden">: {label}</span>
          {isDeciding ? <span className={classes.decided}>decided</span> : null}
        </span>
        <span>{sentence}</span>
        {evidence.length > 0 || moment ? (
          <span className="dim small">
            {[...evidence, ...(moment ? [verdict.verdict === "deny" ? `ends by itself ${moment}` : `until ${moment}`] : [])].join(" · ")}
          </span>
        ) : null}
      </div>
    </li>
  );
}
