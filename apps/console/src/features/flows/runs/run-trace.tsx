import type { FlowRunDetails, RunEvent } from "@throughline/contract";
import { formatDateTime } from "../../../ui/format-time.ts";
import { JsonView } from "../../../ui/json-view.tsx";
import { useTimeZone } from "../../../ui/time-zone.ts";
import { eventWords } from "../words/flow-words.ts";
import classes from "./runs.module.css";

/** Everything that a run did in sentences, oldest first; the evidence of each opens below it. */
export function RunTrace({ run }: { run: FlowRunDetails }) {
  const timeZone = useTimeZone();
  return (
    <ol className={classes.trace}>
      {run.trace.map((event, index) => (
        <li key={`${index} ${event.at}`} className={classes.event} data-tone={toneOf(event)}>
          <span className={classes.dot} aria-hidden="true" />
          <div className={classes.what}>
            <span className={classes.sentence}>
              <span className="dim">
                {eventWords[event.what]}
                {event.stepName === null ? "" : ` · ${event.stepName}`}
              </span>
              <time dateTime={event.at} className="faint small numbers">
                {formatDateTime(new Date(event.at), timeZone)}
              </time>
            </span>
            <span dir="auto">{event.sentence}</span>
            {Object.keys(event.evidence).length > 0 ? (
              <details className={classes.evidence}>
                <summary>Evidence</summary>
                <JsonView value={event.evidence} label={`Evidence of: ${event.sentence}`} />
              </details>
            ) : null}
          </div>
        </li>
      ))}
    </ol>
  );
}

function toneOf({ what, way }: RunEvent): "good" | "bleed" | "accent" | undefined {
  if (what === "goal") return "good";
  if (what === "failed" || way === "failed") return "bleed";
  return what === "sent" ? "accent" : undefined;
}
