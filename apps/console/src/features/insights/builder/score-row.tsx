import { CloseButton, NativeSelect, NumberInput } from "@mantine/core";
import { describePredicate, type Predicate } from "@throughline/contract";
import { useState } from "react";
import classes from "./builder.module.css";

type Scored = Extract<Predicate, { score: string }>;
type ScoreRowProps = { value: Scored; onChange: (value: Scored) => void; onRemove: () => void };

const kinds = [
  { value: "nps", label: "NPS" },
  { value: "csat", label: "CSAT" },
  { value: "ces", label: "CES" },
  { value: "review", label: "review" },
];
const comparisons = [
  { value: "gte", label: "at least" },
  { value: "gt", label: "more than" },
  { value: "lte", label: "at most" },
  { value: "lt", label: "less than" },
] as const;

/** The score that somebody gave last. Who gave none is not meant, whatever the comparison. */
export function ScoreRow({ value, onChange, onRemove }: ScoreRowProps) {
  // What is typed and is no number (yet); null shows the value.
  const [typed, setTyped] = useState<string | null>(null);
  return (
    <div className={classes.condition} role="group" aria-label={describePredicate(value)}>
      <div className={classes.line}>
        <NativeSelect
          aria-label="Score"
          value={value.score}
          data={kinds.some((kind) => kind.value === value.score) ? kinds : [...kinds, { value: value.score, label: value.score }]}
          onChange={(event) => onChange({ ...value, score: event.currentTarget.value })}
        />
        <NativeSelect
          aria-label="Comparison of the score"
          className={classes.grow}
          value={value.op}
          data={[...comparisons]}
          onChange={(event) => {
            const chosen = comparisons.find((one) => one.value === event.currentTarget.value);
            if (chosen) onChange({ ...value, op: chosen.value });
          }}
        />
        <NumberInput
          aria-label="Score compared with"
          className={classes.number}
          value={typed ?? value.value}
          onChange={(next) => {
            setTyped(typeof next === "number" ? null : next);
            if (typeof next === "number") onChange({ ...value, value: next });
          }}
          onBlur={() => setTyped(null)}
        />
        <CloseButton size={26} aria-label="Remove this condition" onClick={onRemove} />
      </div>
    </div>
  );
}
