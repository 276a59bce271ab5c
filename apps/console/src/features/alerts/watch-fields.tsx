import { NativeSelect, NumberInput } from "@mantine/core";
import type { Query, Watch } from "@throughline/contract";
import { describeEvents } from "@throughline/contract";

type WatchFieldsProps = { query: Query; watch: Watch; onChange: (watch: Watch) => void };
const whole = (value: string | number, least: number): number => Math.max(least, Math.round(Number(value) || least));

/** Which number of the answer is watched. */
export function WatchFields({ query, watch, onChange }: WatchFieldsProps) {
  if (query.kind === "trends" && watch.kind === "trends")
    return (
      <>
        {query.series.length > 1 && query.formula === undefined ? (
          <NativeSelect
            label="Series"
            value={String(watch.series)}
            data={query.series.map((series, index) => ({
              value: String(index),
              label: `${String.fromCodePoint(65 + index)} · ${series.label ?? describeEvents(series.event)}`,
            }))}
            onChange={(event) => onChange({ ...watch, series: Number(event.currentTarget.value) })}
          />
        ) : null}
        <NativeSelect
          label="Which value"
          value={watch.interval}
          data={[
            { value: "last", label: `The last whole ${query.interval}` },
            { value: "current", label: `The ${query.interval} under way` },
          ]}
          onChange={(event) => onChange({ ...watch, interval: event.currentTarget.value === "current" ? "current" : "last" })}
        />
      </>
    );
  if (query.kind === "funnel" && watch.kind === "funnel")
    return (
      <NativeSelect
        label="Share that gets to"
        value={String(watch.step ?? query.steps.length)}
        data={query.steps.slice(1).map((step, index) => ({
          value: String(index + 2),
          label: `${index + 2} · ${step.label ?? describeEvents(step.event)}`,
        }))}
        onChange={(event) => onChange({ kind: "funnel", step: Number(event.currentTarget.value) })}
      />
    );
  if (query.kind === "retention" && watch.kind === "retention")
    return (
      <NumberInput
        label={`Share that is back in ${query.period} number`}
        min={1}
        max={59}
        value={watch.period}
        onChange={(value) => onChange({ kind: "retention", period: Math.min(59, whole(value, 1)) })}
      />
    );
  if (watch.kind === "lifecycle")
    return (
      <NativeSelect
        label="People who are"
        value={watch.status}
        data={["new", "returning", "resurrecting", "dormant"]}
        onChange={(event) => onChange({ kind: "lifecycle", status: event.currentTarget.value as typeof watch.status })}
      />
    );
  if (watch.kind === "stickiness")
    return (
      <NumberInput
        label="Share active in at least so many intervals"
        min={1}
        max={1000}
        value={watch.periods}
        onChange={(value) => onChange({ kind: "stickiness", periods: whole(value, 1) })}
      />
    );
  return <p className="dim">Watched is the share of ended instances that reached the goal.</p>;
}
