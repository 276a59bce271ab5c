import classes from "./sign-in.module.css";

/** Why it did not work, read aloud at once. Nothing while there is nothing to say. */
export function Failed({ message }: { message: string | null }) {
  if (message === null) return null;
  return (
    <div role="alert" className={classes.failed}>
      {message}
    </div>
  );
}
