import type { FlowDefinition, FlowDifference } from "@throughline/contract";
import { triggerId } from "../graph/edit-flow.ts";
import { stepTitle } from "../words/step-words.ts";
import classes from "./panel.module.css";

const words = { added: "Added", removed: "Removed", changed: "Changed" } as const;

type ChangesListProps = { differences: readonly FlowDifference[]; flow: FlowDefinition; onOpen?: (step: string) => void };

/** What differs between two versions, step by step. */
export function ChangesList({ differences, flow, onOpen }: ChangesListProps) {
  if (differences.length === 0) return <p className="dim">Nothing differs.</p>;
  return (
    <ul className={classes.changes}>
      {differences.map(({ what, step, field, before, after }, index) => {
        const own = step === null ? undefined : flow.steps[step];
        const title = step === null ? "The flow" : own ? stepTitle(own, step) : step;
        return (
          <li key={`${step} ${field} ${index}`} className={classes.change}>
            <span>
              <span className="dim">{words[what]}: </span>
              {onOpen && (own || step === null) ? (
                <button type="button" className={classes.open} onClick={() => onOpen(step ?? triggerId)}>
                  {title}
                </button>
              ) : (
                <b>{title}</b>
              )}
              {what === "changed" && field ? <span className="dim">, {field}</span> : null}
            </span>
            {before === null ? null : <span className={classes.before}>{before}</span>}
            {after === null ? null : <span className={classes.after}>{after}</span>}
          </li>
        );
      })}
    </ul>
  );
}
