import classes from "./sign-in.module.css";

/** Why it did not work, read aloud at once. Nothing while there is nothing to say. */
export function Failed({ message }: { message: string | null }) {
  return (
    <div role="alert">
      {message === null ? null : <div className={classes.failed}>{message}</div>}
    </div>
  );
}
