import { useId, type ReactNode } from "react";
import classes from "./builder.module.css";

type LabelledProps = {
  label: string;
  explained?: string | undefined;
  /** The field, given what ties it to its label and to the sentence. */
  children: (ties: { id: string; "aria-describedby"?: string }) => ReactNode;
};

/** A field with its label before it and, where words matter, a sentence under it. */
export function Labelled({ label, explained, children }: LabelledProps) {
  const id = useId();
  return (
    <div className={classes.choice}>
      <label htmlFor={id} className="small dim">
        {label}
      </label>
      {children(explained ? { id, "aria-describedby": `${id}-why` } : { id })}
      {explained ? (
        <p id={`${id}-why`} className={`${classes.explained} small dim`}>
          {explained}
        </p>
      ) : null}
    </div>
  );
}
