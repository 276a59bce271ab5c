import type { FlowDefinition, FlowDifference } from "@throughline/contract";
import { triggerId } from "../graph/edit-flow.ts";
import { differenceWords } from "../words/difference-words.ts";
import classes from "./panel.module.css";

const words = { added: "Added", removed: "Removed", changed: "Changed" } as const;

type ChangesListProps = {
  differences: readonly FlowDifference[];
  before: FlowDefinition | null;
  after: FlowDefinition;
  onOpen?: (step: string) => void;
};

/** What differs between two versions, step by step. */
export function ChangesList({ differences, before, after, onOpen }: ChangesListProps) {
  if (differences.length === 0) return <p className="dim">Nothing differs.</p>;
  return (
    <ul className={classes.changes}>
      {differences.map((difference, index) => {
        const { what, step, field } = difference;
        const said = differenceWords(difference, before, after);
        const isThere = step === null || after.steps[step] !== undefined;
        return (
          <li key={`${step} ${field} ${index}`} className={classes.change}>
            <span>
              <span className="dim">{words[what]}: </span>
              {onOpen && isThere ? (
                <button type="button" className={classes.open} onClick={() => onOpen(step ?? triggerId)}>
                  {said.title}
                </button>
              ) : (
                <b>{said.title}</b>
              )}
              {said.field === "" ? null : <span className="dim">, {said.field}</span>}
            </span>
            {said.before === null ? null : <span className={classes.before}>{said.before}</span>}
            {said.after === null ? null : <span className={classes.after}>{said.after}</span>}
          </li>
        );
      })}
    </ul>
  );
}
