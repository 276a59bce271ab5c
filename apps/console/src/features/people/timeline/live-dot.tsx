import type { LiveState } from "../../../ui/use-live.ts";
import classes from "./live-dot.module.css";

const words: Record<LiveState, string> = { connecting: "Connecting…", live: "Live", reconnecting: "Reconnecting…" };

/** Whether the timeline follows what happens. */
export function LiveDot({ state }: { state: LiveState }) {
  return (
    <span className={`${classes.live} dim small`} role="status">
      <i className={classes.dot} data-state={state} />
      {words[state]}
    </span>
  );
}
