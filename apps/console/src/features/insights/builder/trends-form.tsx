import { CloseButton, Switch, TextInput } from "@mantine/core";
import type { TrendsQuery } from "@throughline/contract";
import { IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import { BreakdownField } from "./breakdown-field.tsx";
import classes from "./builder.module.css";
import { EventPicker } from "./event-picker.tsx";
import type { FormProps } from "./form.ts";
import { isFormula } from "./is-formula.ts";
import { MeasurePicker } from "./measure-picker.tsx";
import { PredicateBuilder } from "./predicate-builder.tsx";
import { without } from "./without.ts";
import { Section } from "./section.tsx";
import { useOpenAdded } from "./use-open-added.ts";

export const letterOf = (index: number): string => String.fromCodePoint(65 + index);

/** Series with their measures, a formula over them, breakdown and comparison. */
export function TrendsForm({ query, onChange }: FormProps<TrendsQuery>) {
  const { series } = query;
  const { list, openNext } = useOpenAdded<HTMLDivElement>(series.length);
  const setSeries = (index: number, changes: Partial<TrendsQuery["series"][number]>) =>
    onChange({ ...query, series: series.map((one, i) => (i === index ? { ...one, ...changes } : one)) });
  return (
    <>
      <Section
        title="Events"
        actions={
          series.length < 10 ? (
            <button
              type="button"
              className={classes.add}
              onClick={() => {
                openNext();
                onChange({ ...query, series: [...series, { event: null, measure: { kind: "total" } }] });
              }}
            >
              <IconPlus size={12} /> Series
            </button>
          ) : null
        }
      >
        <div ref={list} className={classes.stack}>
          {series.map((one, index) => (
            <div key={index} className={classes.item} role="group" aria-label={`Series ${letterOf(index)}`}>
              <div className={classes.line}>
                <span className={classes.letter} aria-hidden="true">
                  {letterOf(index)}
                </span>
                <EventPicker
                  label={`Event of series ${letterOf(index)}`}
                  value={one.event}
                  onChange={(event) => setSeries(index, { event })}
                />
                {series.length > 1 ? (
                  <CloseButton
                    size={26}
                    aria-label={`Remove series ${letterOf(index)}`}
                    onClick={() => onChange({ ...without(query, "formula"), series: series.filter((_, i) => i !== index) })}
                  />
                ) : null}
              </div>
              <div className={classes.line}>
                <MeasurePicker
                  label={`Series ${letterOf(index)}`}
                  value={one.measure}
                  events={one.event}
                  onChange={(measure) => setSeries(index, { measure })}
                />
              </div>
              <PredicateBuilder
                of={`series ${letterOf(index)}`}
                value={one.where}
                events={one.event}
                onChange={(where) => setSeries(index, { where })}
              />
            </div>
          ))}
        </div>
        {series.length > 1 || query.formula ? <FormulaField query={query} onChange={onChange} /> : null}
      </Section>
      <Section title="Cut">
        <BreakdownField
          value={query.breakdown}
          events={series[0]?.event ?? null}
          onChange={(property) => onChange(property ? { ...query, breakdown: { property, limit: 8 } } : without(query, "breakdown"))}
        />
        <Switch
          size="xs"
          label="Compare with the period before"
          checked={query.compare === "previous"}
          onChange={(event) => onChange(event.currentTarget.checked ? { ...query, compare: "previous" } : without(query, "compare"))}
        />
      </Section>
    </>
  );
}

function FormulaField({ query, onChange }: FormProps<TrendsQuery>) {
  const [typed, setTyped] = useState(query.formula ?? "");
  const [told, setTold] = useState(query.formula ?? "");
  // Undo or a link brought another formula: show that, in the same field.
  if ((query.formula ?? "") !== told) {
    setTold(query.formula ?? "");
    setTyped(query.formula ?? "");
  }
  const wrong = typed.trim() !== "" && !isFormula(typed, query.series.length);
  const apply = () => {
    const text = typed.trim();
    if (wrong || text === (query.formula ?? "")) return;
    onChange(text === "" ? without(query, "formula") : { ...query, formula: text });
  };
  return (
    <TextInput
      label="Formula"
      placeholder="A / B * 100"
      value={typed}
      error={wrong ? `Letters ${letterOf(0)} to ${letterOf(query.series.length - 1)}, numbers, + - * / and brackets` : undefined}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onBlur={apply}
      onKeyDown={(event) => event.key === "Enter" && apply()}
    />
  );
}
