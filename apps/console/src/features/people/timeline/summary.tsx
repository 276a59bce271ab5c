import { Fragment } from "react";
import type { SummaryPart } from "./timeline-rows.ts";
import classes from "./timeline.module.css";

/** What a run of steps was, what bleeds in its colour. */
export function Summary({ parts }: { parts: readonly SummaryPart[] }) {
  return parts.map(({ text, tone }, index) => (
    <Fragment key={text}>
      {index > 0 ? ", " : ""}
      <span className={classes.title} data-tone={tone}>
        {text}
      </span>
    </Fragment>
  ));
}
