import { stepTitle } from "@throughline/contract";
import { IconAlertTriangleFilled } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { formatCompact, formatCount } from "../../../ui/format-number.ts";
import { TextLink } from "../../../ui/text-link.tsx";
import { triggerId } from "../graph/edit-flow.ts";
import { stepDetail } from "../words/step-words.ts";
import { entryWords, triggerTitle } from "../words/trigger-words.ts";
import { useCanvas } from "./canvas-context.ts";
import classes from "./canvas.module.css";
import { StepIcon, TriggerIcon } from "./kind-icon.tsx";

/** A step, or the trigger, as a compact card: what it is, what is wrong with it, who is there. `tabbable`: it is the one that Tab comes to. */
export function StepCard({ id, tabbable, onFocus }: { id: string; tabbable: boolean; onFocus?: () => void }) {
  const { flow, selected, issues, onSelect, nameOf } = useCanvas();
  const step = flow.steps[id];
  const isTrigger = id === triggerId;
  if (step === undefined && !isTrigger) return null;
  const title = step ? stepTitle(step) : triggerTitle(flow.trigger, nameOf);
  const detail = step ? stepDetail(step) : entryWords(flow);
  const issue = issues.get(id);
  return (
    <div className={classes.card} data-kind={step?.kind ?? "trigger"} data-selected={selected === id || undefined} data-issue={issue}>
      <button
        type="button"
        className={classes.main}
        data-step={id}
        tabIndex={tabbable ? 0 : -1}
        aria-current={selected === id ? "true" : undefined}
        onClick={() => onSelect(id)}
        onFocus={onFocus}
      >
        <span className={classes.icon}>{step ? <StepIcon step={step} /> : <TriggerIcon kind={flow.trigger.kind} />}</span>
        <span className={classes.words}>
          <span className={classes.title} dir="auto" title={title}>
            {isTrigger ? <span className="visually-hidden">Begins: </span> : null}
            {title}
          </span>
          <span className={classes.detail} dir="auto" title={detail}>
            {detail}
          </span>
        </span>
        {issue ? (
          <span className={classes.issue} data-severity={issue} title={issue === "error" ? "Something is wrong here" : "Worth a look"}>
            <IconAlertTriangleFilled size={13} aria-hidden="true" />
            <span className="visually-hidden">{issue === "error" ? "; something is wrong here" : "; worth a look"}</span>
          </span>
        ) : null}
      </button>
      <WhoIsHere id={id} title={title} tabbable={tabbable} />
    </div>
  );
}

/** How many people are at a step, and how many failed there: each leads to them. */
function WhoIsHere({ id, title, tabbable }: { id: string; title: string; tabbable: boolean }) {
  const { counts, flowKey } = useCanvas();
  if (counts === null) return null;
  const runs = `/engage/flows/${encodeURIComponent(flowKey)}/runs`;
  const at = counts.steps[id];
  if (counts.simulated) {
    if (id === triggerId || at === undefined || at.arrived === 0) return null;
    return (
      <span className={classes.pills}>
        <span className={classes.pill}>{formatCompact(at.arrived)} came</span>
      </span>
    );
  }
  const isTrigger = id === triggerId;
  const [inside, failed] = isTrigger ? [counts.control, 0] : [at?.inside ?? 0, at?.failed ?? 0];
  if (inside === 0 && failed === 0) return null;
  const where = isTrigger ? `${runs}?state=control` : `${runs}?step=${id}&open=true`;
  return (
    <span className={classes.pills}>
      {failed > 0 ? (
        <Pill to={`${runs}?step=${id}&state=failed`} tabbable={tabbable} failed rest={`at ${title}`}>
          {formatCompact(failed)} failed
        </Pill>
      ) : null}
      {inside > 0 ? (
        <Pill to={where} tabbable={tabbable} rest={isTrigger ? "to measure" : `at ${title}`}>
          {formatCount(inside)} {isTrigger ? "left alone" : "here"}
        </Pill>
      ) : null}
    </span>
  );
}

type PillProps = { to: string; tabbable: boolean; rest: string; failed?: boolean; children: ReactNode };
/** `rest` is read after what is seen: at which step. */
const Pill = ({ to, tabbable, rest, failed = false, children }: PillProps) => (
  <TextLink to={to} className={classes.pill} data-failed={failed || undefined} tabIndex={tabbable ? 0 : -1} title="See who">
    {children} <span className="visually-hidden">{rest}</span>
  </TextLink>
);
