import { CloseButton, NativeSelect, NumberInput } from "@mantine/core";
import { describePredicate, type CountCondition, type DidPredicate } from "@throughline/contract";
import type { ReactNode } from "react";
import classes from "./builder.module.css";
import { EventPicker } from "./event-picker.tsx";

const ways = { gte: "at least", lte: "at most", eq: "exactly", never: "never" } as const;
type Way = keyof typeof ways;

function wayOf(count: CountCondition | undefined): [Way, number] {
  if (count === undefined) return ["gte", 1];
  if ("eq" in count) return count.eq === 0 ? ["never", 0] : ["eq", count.eq];
  return "gte" in count ? ["gte", count.gte] : ["lte", count.lte];
}
const countOf = (way: Way, amount: number): CountCondition =>
  way === "never" ? { eq: 0 } : way === "eq" ? { eq: amount } : way === "lte" ? { lte: amount } : { gte: amount };

/** “Did … at least n times within …”, about the person behind the interaction. */
export function DidRow({
  value,
  conditions,
  onChange,
  onRemove,
}: {
  value: DidPredicate;
  /** The form of what must hold for each time that counts. */
  conditions: ReactNode;
  onChange: (value: DidPredicate) => void;
  onRemove: () => void;
}) {
  const [way, amount] = wayOf(value.count);
  const within = value.within ?? null;
  return (
    <div className={classes.condition} role="group" aria-label={describePredicate(value)}>
      <div className={classes.line}>
        <span className="dim small">did</span>
        <EventPicker label="Event that the person did" value={value.did} onChange={(did) => onChange({ ...value, did })} />
        <CloseButton size={26} aria-label="Remove this condition" onClick={onRemove} />
      </div>
      <div className={classes.line}>
        <NativeSelect
          aria-label="How often, compared"
          value={way}
          data={Object.entries(ways).map(([key, label]) => ({ value: key, label }))}
          onChange={(event) => onChange({ ...value, count: countOf(event.currentTarget.value as Way, Math.max(1, amount)) })}
        />
        {way === "never" ? null : (
          <NumberInput
            aria-label="How often"
            className={classes.number}
            min={1}
            max={1000}
            suffix="×"
            value={amount}
            onChange={(next) => typeof next === "number" && next >= 1 && onChange({ ...value, count: countOf(way, Math.round(next)) })}
          />
        )}
        <NativeSelect
          aria-label="Within"
          className={classes.grow}
          value={within === null ? "" : `${within.value} ${within.unit}`}
          data={[
            { value: "", label: "ever" },
            ...withinChoices(within === null ? [] : [`${within.value} ${within.unit}`]).map((text) => ({
              value: text,
              label: `last ${text.startsWith("1 ") ? text.slice(2) : `${text}s`}`,
            })),
          ]}
          onChange={(event) => {
            const [length, unit] = event.currentTarget.value.split(" ");
            const { within: _, ...rest } = value;
            onChange(length && unit ? { ...rest, within: { value: Number(length), unit: unit as "day" } } : rest);
          }}
        />
      </div>
      {conditions}
    </div>
  );
}

const withinChoices = (others: string[]) => [...new Set(["1 hour", "1 day", "7 day", "14 day", "30 day", "90 day", ...others])];
