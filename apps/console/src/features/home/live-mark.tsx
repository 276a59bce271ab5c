import type { LiveState } from "../../ui/use-live.ts";
import classes from "./home.module.css";

const words: Record<LiveState, string> = { connecting: "Connecting…", live: "Live", reconnecting: "Reconnecting…" };

/** Whether what is shown follows what happens. */
export function LiveMark({ state }: { state: LiveState }) {
  return (
    <span className={classes.live} role="status">
      <i className={classes.liveDot} data-state={state} />
      {words[state]}
    </span>
  );
}
