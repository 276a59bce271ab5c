import { CloseButton } from "@mantine/core";
import type { FunnelQuery } from "@throughline/contract";
import { IconPlus } from "@tabler/icons-react";
import classes from "./builder.module.css";
import { PropertyPicker } from "./property-picker.tsx";
import type { Events } from "./use-catalogue.ts";

type Breakdown = { property: string; limit: number };

/** Cuts the answer by the values of a property. */
export function BreakdownField({
  value,
  events,
  onChange,
}: {
  value: Breakdown | FunnelQuery["breakdown"];
  events: Events;
  onChange: (property: string | undefined) => void;
}) {
  return (
    <div className={value ? classes.line : classes.adds}>
      <PropertyPicker
        look={value ? "field" : "add"}
        label="Break down by"
        value={value?.property ?? null}
        events={events}
        onChange={onChange}
        placeholder={
          <>
            <IconPlus size={12} /> Break down
          </>
        }
      />
      {value ? <CloseButton size={26} aria-label="Remove the breakdown" onClick={() => onChange(undefined)} /> : null}
    </div>
  );
}
