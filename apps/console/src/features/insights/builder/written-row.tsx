import { CloseButton } from "@mantine/core";
import { describePredicate, type FieldIssue, type Predicate } from "@throughline/contract";
import classes from "./builder.module.css";
import { Problems } from "./problems.tsx";

type WrittenRowProps = {
  node: Predicate;
  issues?: readonly FieldIssue[];
  /** Where the condition stands, as the server names fields. */
  at?: string | undefined;
  onRemove: () => void;
};

/** A condition that the form has no fields for, as it is written. It stays so until it is removed. */
export function WrittenRow({ node, issues = [], at, onRemove }: WrittenRowProps) {
  const words = describePredicate(node);
  return (
    <div className={classes.condition} role="group" aria-label={words}>
      <div className={classes.line}>
        <span className={`${classes.grow} small`}>{words}</span>
        <CloseButton size={26} aria-label="Remove this condition" onClick={onRemove} />
      </div>
      <pre className={classes.written}>{JSON.stringify(node, null, 2)}</pre>
      <p className="dim small">This form has no fields for it. It is saved as it is written here.</p>
      <Problems at={at} issues={issues} inner={[]} />
    </div>
  );
}
