import { describeProperty } from "@throughline/contract";
import type { ReactNode } from "react";
import { inScope, type BuilderScope } from "./builder-scope.ts";
import { PickList } from "./pick-list.tsx";
import { familyOf } from "./operators.ts";
import { useProperties, type Events } from "./use-catalogue.ts";

type PropertyPickerProps = {
  label: string;
  value: string | null;
  events: Events;
  onChange: (path: string) => void;
  /** Only those whose values are numbers, for sums and averages. */
  numbers?: boolean;
  /** What may be asked about here. */
  scope?: BuilderScope;
  look?: "field" | "add";
  placeholder?: ReactNode;
  returnsFocus?: boolean;
};

/** Picks a property of the event, its session, the person or the account; an example stands beside each. */
export function PropertyPicker({
  label,
  value,
  events,
  onChange,
  numbers = false,
  scope = "any",
  look,
  placeholder = "Property",
  returnsFocus = true,
}: PropertyPickerProps) {
  const { properties } = useProperties(events);
  const choices = properties.filter(({ value: path, types }) => inScope(scope, path) && (!numbers || familyOf(types) === "number"));
  return (
    <PickList
      label={label}
      shown={value === null ? placeholder : describeProperty(value)}
      choices={choices}
      onPick={onChange}
      returnsFocus={returnsFocus}
      {...(look ? { look } : {})}
      empty={numbers ? "No property of numbers has been seen here" : "No such property has been seen"}
    />
  );
}
