import { CloseButton, NativeSelect, NumberInput, TagsInput, TextInput } from "@mantine/core";
import { describeOperator, describeProperty, durationUnits, type PropertyPredicate } from "@throughline/contract";
import { useState } from "react";
import { asOffered } from "./as-offered.ts";
import classes from "./builder.module.css";
import type { BuilderScope } from "./builder-scope.ts";
import { familyOf, isOfDays, noValue, operatorsFor, toCondition, toDraft, type DraftValue, type Operator } from "./operators.ts";
import { PropertyPicker } from "./property-picker.tsx";
import { useProperties, useValues, type Events } from "./use-catalogue.ts";

type ConditionRowProps = {
  /** A condition, or only the property that it will be about. */
  start: PropertyPredicate | { property: string };
  events: Events;
  scope?: BuilderScope;
  onChange: (condition: PropertyPredicate) => void;
  onRemove: () => void;
};

/** One condition: property, operator fitting its type, value with suggestions. Tells of itself whenever it is whole. */
export function ConditionRow({ start, events, scope = "any", onChange, onRemove }: ConditionRowProps) {
  const { typesOf } = useProperties(events);
  const [property, setProperty] = useState(start.property);
  const [op, setOp] = useState<Operator | null>("op" in start ? start.op : null);
  const [value, setValue] = useState<DraftValue>("op" in start ? toDraft(start) : noValue);
  const types = typesOf(property);
  const fitting = operatorsFor(types);
  const operators = op === null || fitting.includes(op) ? fitting : [op, ...fitting];
  const shownOp = op ?? fitting[0] ?? "in";
  const tell = (nextProperty: string, nextOp: Operator, next: DraftValue) => {
    setProperty(nextProperty);
    setOp(nextOp);
    setValue(next);
    const condition = toCondition(nextProperty, nextOp, next, typesOf(nextProperty));
    if (condition) onChange(condition);
  };
  const name = describeProperty(property);
  return (
    <div className={classes.condition} role="group" aria-label={`Condition on ${name}`}>
      <div className={classes.line}>
        <PropertyPicker
          label={`Property: ${name}`}
          value={property}
          events={events}
          scope={scope}
          onChange={(path) => tell(path, operatorsFor(typesOf(path))[0] ?? "in", noValue)}
        />
        <NativeSelect
          aria-label={`Operator of ${name}`}
          className={classes.operator}
          value={shownOp}
          data={operators.map((one) => ({ value: one, label: describeOperator(one) }))}
          onChange={(event) => {
            const chosen = operators.find((one) => one === event.currentTarget.value);
            if (chosen) tell(property, chosen, chosen === "between" || shownOp === "between" || chosen === "withinLast" ? noValue : value);
          }}
        />
        <CloseButton size={26} aria-label={`Remove the condition on ${name}`} onClick={onRemove} />
      </div>
      <ValueInput
        label={`Value of ${name}`}
        property={property}
        op={shownOp}
        value={value}
        isDate={isOfDays(value, types)}
        isBoolean={familyOf(types) === "boolean" && ["", "true", "false"].includes(value.texts[0] ?? "")}
        isNew={!("op" in start)}
        events={events}
        onChange={(next) => tell(property, shownOp, next)}
      />
    </div>
  );
}

type ValueInputProps = {
  label: string;
  property: string;
  op: Operator;
  value: DraftValue;
  isDate: boolean;
  isBoolean: boolean;
  /** Takes the focus when it appears: the property has just been picked, the value is next. */
  isNew: boolean;
  events: Events;
  onChange: (value: DraftValue) => void;
};

function ValueInput({ label, property, op, value, isDate, isBoolean, isNew, events, onChange }: ValueInputProps) {
  const [first = ""] = value.texts;
  const setFirst = (text: string) => onChange({ ...value, texts: text === "" ? [] : [text] });
  if (op === "exists" || op === "notExists") return null;
  if (op === "in" || op === "notIn")
    return <ListInput label={label} property={property} events={events} value={value} isNew={isNew} onChange={onChange} />;
  if (isBoolean)
    return (
      <NativeSelect
        aria-label={label}
        autoFocus={isNew}
        value={first}
        data={[
          { value: "", label: "Choose" },
          { value: "true", label: "yes" },
          { value: "false", label: "no" },
        ]}
        onChange={(event) => setFirst(event.currentTarget.value)}
      />
    );
  if (op === "between")
    return (
      <div className={classes.line}>
        {(["from", "to"] as const).map((end) => (
          <TextInput
            key={end}
            aria-label={`${label}, ${end}`}
            autoFocus={isNew && end === "from"}
            type={isDate ? "date" : "number"}
            className={classes.grow}
            value={value[end]}
            onChange={(event) => onChange({ ...value, [end]: event.currentTarget.value })}
          />
        ))}
      </div>
    );
  if (op === "withinLast")
    return (
      <div className={classes.line}>
        <NumberInput
          aria-label={label}
          autoFocus={isNew}
          className={classes.number}
          min={1}
          value={first}
          onChange={(amount) => setFirst(String(amount))}
        />
        <NativeSelect
          aria-label={`${label}, unit`}
          value={value.unit}
          data={durationUnits.map((unit) => ({ value: unit, label: `${unit}s` }))}
          onChange={(event) => onChange({ ...value, unit: event.currentTarget.value as DraftValue["unit"] })}
        />
      </div>
    );
  const isNumber = op === "gt" || op === "gte" || op === "lt" || op === "lte";
  return (
    <TextInput
      aria-label={label}
      autoFocus={isNew}
      placeholder={op === "matches" ? "Pattern (RE2)" : "Value"}
      type={isNumber ? "number" : op === "before" || op === "after" ? "date" : "text"}
      value={first}
      onChange={(event) => setFirst(event.currentTarget.value)}
    />
  );
}

function ListInput({
  label,
  property,
  events,
  value,
  isNew,
  onChange,
}: Pick<ValueInputProps, "label" | "property" | "events" | "value" | "isNew" | "onChange">) {
  const [opened, setOpened] = useState(false);
  const { properties } = useProperties(events);
  const known = properties.find((choice) => choice.value === property)?.known;
  const values = useValues(property, events, opened && known === undefined);
  const offered = known ?? values;
  return (
    <TagsInput
      aria-label={label}
      autoFocus={isNew}
      placeholder={value.texts.length === 0 ? "Pick or type values" : undefined}
      data={offered}
      limit={40}
      value={value.texts}
      acceptValueOnBlur
      onDropdownOpen={() => setOpened(true)}
      onChange={(texts) =>
        onChange({ ...value, texts: [...new Set(texts.map((text) => (value.texts.includes(text) ? text : asOffered(text, offered))))] })
      }
    />
  );
}
