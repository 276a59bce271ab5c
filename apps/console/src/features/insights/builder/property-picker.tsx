import { describeProperty } from "@throughline/contract";
import type { ReactNode } from "react";
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
  look,
  placeholder = "Property",
  returnsFocus = true,
}: PropertyPickerProps) {
  const { properties } = useProperties(events);
  const choices = numbers ? properties.filter(({ types }) => familyOf(types) === "number") : properties;
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
