import { Button } from "@mantine/core";
import { ApiError } from "../app/api-error.ts";
import classes from "./states.module.css";
import { useRecovery } from "./use-recovery.ts";

const titles: Partial<Record<string, string>> = {
  forbidden: "You may not see this",
  not_found: "This does not exist",
  rate_limited: "Too many requests",
};

/** Something failed: what, why, and a way to try again. What waits for the server comes back by itself. */
export function ErrorState({ error, onRetry, title }: { error: unknown; onRetry?: () => void; title?: string }) {
  const known = error instanceof ApiError ? error : null;
  const waits = known?.code === "unavailable" && onRetry !== undefined;
  useRecovery(waits, () => onRetry?.());
  const message = error instanceof Error ? error.message : String(error);
  return (
    <div className={classes.state} role="alert">
      <h2>{title ?? (known ? titles[known.code] : undefined) ?? "This could not be loaded"}</h2>
      <div className={`${classes.text} dim`}>{message}</div>
      {waits ? <div className="small faint">This goes on by itself as soon as it does.</div> : null}
      {known?.requestId ? <div className="small faint">Request {known.requestId}</div> : null}
      {onRetry ? (
        <div className={classes.action}>
          <Button onClick={onRetry}>Try again</Button>
        </div>
      ) : null}
    </div>
  );
}
