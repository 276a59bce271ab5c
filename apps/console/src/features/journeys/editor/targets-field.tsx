import { NumberInput } from "@mantine/core";
import { durationMs, journeyKpis, type JourneyKpi } from "@throughline/contract";
import { kpiLabels } from "../kpi-words.ts";
import { messageOf, type Draft, type Problem } from "./draft.ts";
import { DurationField } from "./duration-field.tsx";
import classes from "./editor.module.css";
import { isShare, isTime, keptTarget, shownTarget, toDuration } from "./target-units.ts";

/** A target for each figure that should have one. */
export function TargetsField({
  draft,
  problems,
  onChange,
}: {
  draft: Draft;
  problems: readonly Problem[];
  onChange: (changes: Partial<Draft>) => void;
}) {
  const { targets, revenue } = draft;
  const set = (kpi: JourneyKpi, value: number | null) => {
    const { [kpi]: _, ...others } = targets;
    onChange({ targets: value === null ? others : { ...others, [kpi]: value } });
  };
  return (
    <div className={classes.targets}>
      {journeyKpis
        .filter((kpi) => kpi !== "revenue" || revenue !== null)
        .map((kpi) => {
          const value = targets[kpi];
          const error = messageOf(problems, `targets.${kpi}`);
          if (isTime(kpi))
            return (
              <DurationField
                key={kpi}
                label={kpiLabels[kpi].short}
                value={value === undefined ? null : toDuration(value)}
                error={error}
                onChange={(next) => set(kpi, next === null ? null : durationMs(next) / 1000)}
              />
            );
          return (
            <NumberInput
              key={kpi}
              label={kpiLabels[kpi].short}
              placeholder="none"
              min={0}
              max={isShare(kpi) ? 100 : undefined}
              suffix={isShare(kpi) ? " %" : undefined}
              decimalScale={2}
              value={value === undefined ? "" : shownTarget(kpi, value)}
              error={error}
              onChange={(next) => set(kpi, typeof next === "number" ? keptTarget(kpi, next) : null)}
            />
          );
        })}
    </div>
  );
}
