import classes from "./states.module.css";

/** The next page of a list did not come: why. What loads it again stands beside it; nothing tries by itself. */
export function MoreFailed({ error }: { error: Error | null }) {
  if (error === null) return null;
  return (
    <p className={`${classes.moreFailed} small`} role="alert">
      More could not be loaded. {error.message}
    </p>
  );
}
