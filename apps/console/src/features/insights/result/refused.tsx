import { ApiError } from "../../../app/api-error.ts";
import { EmptyState } from "../../../ui/empty-state.tsx";
import { ErrorState } from "../../../ui/error-state.tsx";
import classes from "./result.module.css";
import { sayField } from "./say-field.ts";

/** Why there is no answer: what in the question must change, or what failed, which may be tried again. */
export function Refused({ error, onRetry }: { error: Error; onRetry: () => void }) {
  const issues = error instanceof ApiError && error.code === "invalid_input" ? error.issues : [];
  return (
    <div className={classes.frame}>
      {issues.length === 0 ? (
        <ErrorState error={error} onRetry={onRetry} title="This could not be answered" />
      ) : (
        <div role="alert">
          <EmptyState title="This cannot be answered as it is">
            <ul className={classes.issues}>
              {issues.map(({ field, message, accepted }) => (
                <li key={`${field} ${message}`}>
                  {isSentence(message) ? null : <b>{sayField(field)} </b>}
                  {message.replace(/\.$/, "")}.{accepted ? ` Accepted: ${accepted}.` : ""}
                </li>
              ))}
            </ul>
          </EmptyState>
        </div>
      )}
    </div>
  );
}

/** What is about the whole question says all by itself. */
const isSentence = (message: string) => /^[A-Z]/.test(message);
