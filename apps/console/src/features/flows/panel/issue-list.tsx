import type { FlowIssue } from "@throughline/contract";
import { IconAlertTriangle, IconInfoCircle } from "@tabler/icons-react";
import { sortIssues } from "../words/flow-words.ts";
import classes from "./panel.module.css";

type IssueListProps = {
  issues: readonly FlowIssue[];
  /** Names the step that an issue is of; without it the issues stand at their step already. */
  titleOf?: (step: string | null) => string;
  onOpen?: (step: string | null) => void;
};

/** What is wrong, errors first; each leads to its step. */
export function IssueList({ issues, titleOf, onOpen }: IssueListProps) {
  if (issues.length === 0) return null;
  return (
    <ul className={classes.issues} aria-label="What is wrong">
      {sortIssues(issues).map((issue, index) => {
        const { severity, message, step } = issue;
        const content = (
          <>
            {severity === "error" ? <IconAlertTriangle size={15} aria-hidden="true" /> : <IconInfoCircle size={15} aria-hidden="true" />}
            <span>
              {titleOf ? <span className={classes.where}>{titleOf(step)}: </span> : null}
              <span className="visually-hidden">{severity === "error" ? "Error: " : "Warning: "}</span>
              {message}
            </span>
          </>
        );
        return (
          <li key={`${index} ${message}`}>
            {onOpen ? (
              <button type="button" className={classes.issue} data-severity={severity} onClick={() => onOpen(step)}>
                {content}
              </button>
            ) : (
              <div className={classes.issue} data-severity={severity}>
                {content}
              </div>
            )}
          </li>
        );
      })}
    </ul>
  );
}
