import { CloseButton, NativeSelect, NumberInput } from "@mantine/core";
import classes from "./builder.module.css";

type Bound<Way extends string> = { way: Way; amount: number; most: number };

type BoundLineProps<Way extends string> = {
  label: string;
  ways: Partial<Record<Way, string>>;
  value: Bound<Way>;
  /** What the numbers are of. */
  unit: string;
  /** Least and most of what is shown, and how that becomes the value. */
  scale: { least: number; most: number; toShown: (amount: number) => number; fromShown: (shown: number) => number };
  onChange: (value: Bound<Way>) => void;
  /** Where it may be left out. */
  onRemove: (() => void) | undefined;
};

/** “At least 3 people”, “between 10 and 30 %”: a comparison with its number, or the two ends of a range. What is not touched stays as precise as it came. */
export function BoundLine<Way extends string>({ label, ways, value, unit, scale, onChange, onRemove }: BoundLineProps<Way>) {
  const keys = Object.keys(ways) as Way[];
  const number = (name: string, amount: number, tell: (amount: number) => void) => (
    <NumberInput
      aria-label={name}
      className={classes.number}
      min={scale.least}
      max={scale.most}
      value={scale.toShown(amount)}
      onChange={(next) => {
        if (typeof next === "number" && next >= scale.least && next <= scale.most && next !== scale.toShown(amount))
          tell(scale.fromShown(next));
      }}
    />
  );
  return (
    <div className={classes.wrapping}>
      <NativeSelect
        aria-label={`${label}, compared`}
        value={value.way}
        data={keys.map((key) => ({ value: key, label: ways[key] ?? key }))}
        onChange={(event) => {
          const way = keys.find((key) => key === event.currentTarget.value);
          if (way) onChange({ ...value, way });
        }}
      />
      {value.way === "never" ? null : number(label, value.amount, (amount) => onChange({ ...value, amount }))}
      {value.way === "between" ? (
        <>
          <span className="dim small">and</span>
          {number(`${label}, at most`, value.most, (most) => onChange({ ...value, most }))}
        </>
      ) : null}
      {value.way === "never" ? null : <span className="dim small">{unit}</span>}
      {onRemove ? <CloseButton size={22} aria-label={`Leave out: ${label.toLowerCase()}`} onClick={onRemove} /> : null}
    </div>
  );
}
