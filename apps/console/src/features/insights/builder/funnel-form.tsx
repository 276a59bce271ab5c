import { NativeSelect, NumberInput } from "@mantine/core";
import { durationUnits, type FunnelQuery } from "@throughline/contract";
import { BreakdownField } from "./breakdown-field.tsx";
import classes from "./builder.module.css";
import { ChoiceField } from "./choice-field.tsx";
import { ExclusionsField } from "./exclusions-field.tsx";
import type { FormProps } from "./form.ts";
import { FunnelSteps } from "./funnel-steps.tsx";
import { Section } from "./section.tsx";
import { without } from "./without.ts";

const orders: Record<FunnelQuery["order"], [string, string]> = {
  ordered: ["In this order", "Anything else may lie between."],
  strict: ["One right after another", "Anything else in between ends the attempt."],
  any: ["In any order", "Each number counts those with so many of the steps."],
};
const semantics: Record<FunnelQuery["semantics"], [string, string]> = {
  default: [
    "Best attempt",
    "Everyone counts once, with the furthest they got in any attempt; the window runs from that attempt’s first step.",
  ],
  mixpanel: [
    "First attempt (as in Mixpanel)",
    "Only the first attempt counts: who stopped then and succeeded later is counted as stopped.",
  ],
  windowFunnel: ["windowFunnel (as in ClickHouse, PostHog)", "Best attempt, but one event may fulfil several equal steps at once."],
};

/** Steps, their order and window, what must not lie between, whom to count, and by whose rules. */
export function FunnelForm({ query, onChange }: FormProps<FunnelQuery>) {
  return (
    <>
      <FunnelSteps query={query} onChange={onChange} />
      <ExclusionsField query={query} onChange={onChange} />
      <Section title="Rules">
        <ChoiceField
          label="Order"
          value={query.order}
          choices={{ ordered: orders.ordered[0], strict: orders.strict[0], any: orders.any[0] }}
          explained={orders[query.order][1]}
          onChange={(order) => onChange({ ...query, order })}
        />
        <div className={classes.choice}>
          <span className="small dim">Within</span>
          <div className={classes.line}>
            <NumberInput
              aria-label="Window"
              className={classes.number}
              min={1}
              max={10_000}
              value={query.window.value}
              onChange={(value) =>
                typeof value === "number" && value >= 1 && onChange({ ...query, window: { ...query.window, value: Math.round(value) } })
              }
            />
            <NativeSelect
              aria-label="Unit of the window"
              value={query.window.unit}
              data={durationUnits.map((unit) => ({ value: unit, label: `${unit}s` }))}
              onChange={(event) => {
                const unit = durationUnits.find((one) => one === event.currentTarget.value);
                if (unit) onChange({ ...query, window: { ...query.window, unit } });
              }}
            />
          </div>
        </div>
        <ChoiceField
          label="Counting"
          value={query.by}
          choices={{ person: "People", account: "Accounts", session: "Sessions" }}
          onChange={(by) => onChange({ ...query, by })}
        />
        <ChoiceField
          label="Semantics"
          value={query.semantics}
          choices={{ default: semantics.default[0], mixpanel: semantics.mixpanel[0], windowFunnel: semantics.windowFunnel[0] }}
          explained={semantics[query.semantics][1]}
          onChange={(chosen) => onChange({ ...query, semantics: chosen })}
        />
      </Section>
      <Section title="Cut">
        <BreakdownField
          value={query.breakdown}
          events={query.steps[0]?.event ?? null}
          onChange={(property) =>
            onChange(property ? { ...query, breakdown: { property, limit: 8, attribution: "first" } } : without(query, "breakdown"))
          }
        />
        {query.breakdown ? (
          <ChoiceField
            label="Value taken from"
            value={query.breakdown.attribution}
            choices={{
              first: "the first event with one",
              last: "the last event with one",
              ...Object.fromEntries(query.steps.map((_, i) => [`step:${i + 1}`, `step ${i + 1}`])),
            }}
            onChange={(attribution) => query.breakdown && onChange({ ...query, breakdown: { ...query.breakdown, attribution } })}
          />
        ) : null}
      </Section>
    </>
  );
}
