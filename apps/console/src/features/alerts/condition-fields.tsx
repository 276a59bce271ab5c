import { NativeSelect, NumberInput } from "@mantine/core";
import type { Condition, Query, Watch } from "@throughline/contract";
import { isShare } from "./alert-words.ts";
import classes from "./alerts.module.css";

type ConditionFieldsProps = { query: Query; watch: Watch; condition: Condition; onChange: (condition: Condition) => void };
const first: Record<Condition["kind"], Condition> = {
  threshold: { kind: "threshold", direction: "above", value: 0 },
  change: { kind: "change", direction: "either", by: "percent", value: 20 },
  anomaly: { kind: "anomaly", direction: "either", falseAlarmRate: 0.01 },
};
const directions = [
  { value: "either", label: "either way" },
  { value: "up", label: "upwards" },
  { value: "down", label: "downwards" },
];

/** Whether a number of this query has a norm: whole days or hours of a series do. */
export const hasNorm = (query: Query, watch: Watch): boolean =>
  query.kind === "trends" &&
  (query.interval === "day" || query.interval === "hour") &&
  watch.kind === "trends" &&
  watch.interval === "last";

/** What is asked for first: what needs no number to be right. A threshold of nothing would fire at once. */
export const firstCondition = (query: Query, watch: Watch | null): Condition =>
  watch && hasNorm(query, watch) ? first.anomaly : first.change;

/** When it fires. Shares are entered as percentages. */
export function ConditionFields({ query, watch, condition, onChange }: ConditionFieldsProps) {
  const scale = isShare(watch) ? 100 : 1;
  const number = (value: string | number, least = 0) => (Number(value) > least ? Number(value) : least);
  return (
    <div className={classes.fields}>
      <NativeSelect
        className={classes.whole}
        label="Fires"
        value={condition.kind}
        data={[
          { value: "threshold", label: "at a threshold" },
          { value: "change", label: "at a change against the period before" },
          ...(hasNorm(query, watch) ? [{ value: "anomaly", label: "when it leaves its norm" }] : []),
        ]}
        onChange={(event) => onChange(first[event.currentTarget.value as Condition["kind"]])}
      />
      {condition.kind === "threshold" ? (
        <>
          <NativeSelect
            label="When it is"
            value={condition.direction}
            data={["above", "below"]}
            onChange={(event) => onChange({ ...condition, direction: event.currentTarget.value === "below" ? "below" : "above" })}
          />
          <NumberInput
            label={scale === 100 ? "Percent" : "Value"}
            value={Math.round(condition.value * scale * 1e6) / 1e6}
            onChange={(value) => onChange({ ...condition, value: Number(value) / scale })}
          />
        </>
      ) : null}
      {condition.kind === "threshold" ? null : (
        <NativeSelect
          label="Direction"
          value={condition.direction}
          data={directions}
          onChange={(event) => onChange({ ...condition, direction: event.currentTarget.value as typeof condition.direction })}
        />
      )}
      {condition.kind === "change" ? (
        <>
          <NumberInput
            label="By more than"
            min={0}
            value={condition.by === "absolute" ? condition.value * scale : condition.value}
            onChange={(value) => onChange({ ...condition, value: number(value, 0.000001) / (condition.by === "absolute" ? scale : 1) })}
          />
          <NativeSelect
            label="In"
            value={condition.by}
            data={[
              { value: "percent", label: "percent of before" },
              { value: "absolute", label: scale === 100 ? "percentage points" : "absolute" },
            ]}
            onChange={(event) => onChange({ ...condition, by: event.currentTarget.value === "absolute" ? "absolute" : "percent" })}
          />
        </>
      ) : null}
      {condition.kind === "anomaly" ? (
        <>
          <NativeSelect
            label="False alarms, by chance"
            value={String(condition.falseAlarmRate)}
            data={[
              { value: "0.05", label: "in 5 % of evaluations" },
              { value: "0.01", label: "in 1 % of evaluations" },
              { value: "0.001", label: "in 0.1 % of evaluations" },
            ]}
            onChange={(event) =>
              onChange({ ...condition, falseAlarmRate: Number(event.currentTarget.value) as typeof condition.falseAlarmRate })
            }
          />
        </>
      ) : null}
    </div>
  );
}
