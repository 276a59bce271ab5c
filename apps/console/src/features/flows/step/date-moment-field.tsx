import { NativeSelect, NumberInput, TextInput } from "@mantine/core";
import { describeProperty, type DateMoment } from "@throughline/contract";
import { PickList } from "../../insights/index.ts";
import classes from "./step.module.css";
import { useTraits } from "./use-choices.ts";

type DateMomentFieldProps = { moment: DateMoment; onChange: (moment: DateMoment, about?: string) => void };

/** A moment by a date that a person or their account carries: so long before or after it, at a time. */
export function DateMomentField({ moment, onChange }: DateMomentFieldProps) {
  const choices = [
    ...useTraits("person").map((trait) => ({ ...trait, of: "person" })),
    ...useTraits("account").map((trait) => ({ ...trait, of: "account" })),
  ]
    .filter(({ isDate }) => isDate)
    .map(({ of, name }) => ({ value: `${of}.${name}`, label: name, group: of === "person" ? "Person" : "Account" }));
  const way = moment.days === 0 ? "on" : moment.days < 0 ? "before" : "after";
  const count = Math.abs(moment.days);
  return (
    <div className={classes.stack}>
      <PickList
        label="Date"
        shown={describeProperty(moment.property)}
        choices={choices}
        empty="No trait with dates has been seen"
        onPick={(property) => onChange({ ...moment, property })}
      />
      <div className={classes.line}>
        {way === "on" ? null : (
          <NumberInput
            label="Days"
            w={84}
            min={1}
            max={3650}
            allowDecimal={false}
            allowNegative={false}
            value={count}
            onChange={(next) =>
              typeof next === "number" && next >= 1 && onChange({ ...moment, days: way === "before" ? -next : next }, "days")
            }
          />
        )}
        <NativeSelect
          className={classes.grow}
          label="When"
          value={way}
          data={[
            { value: "before", label: "days before it" },
            { value: "on", label: "on the day" },
            { value: "after", label: "days after it" },
          ]}
          onChange={(event) => {
            const chosen = event.currentTarget.value;
            onChange({ ...moment, days: chosen === "on" ? 0 : (chosen === "before" ? -1 : 1) * Math.max(1, count) });
          }}
        />
      </div>
      <div className={classes.line}>
        <NativeSelect
          className={classes.grow}
          label="At"
          value={moment.at === null ? "said" : "clock"}
          data={[
            { value: "clock", label: "a time, where they are" },
            { value: "said", label: "the moment that the date says" },
          ]}
          onChange={(event) => onChange({ ...moment, at: event.currentTarget.value === "said" ? null : "09:00" })}
        />
        {moment.at === null ? null : (
          <TextInput
            type="time"
            aria-label="Time of day"
            value={moment.at}
            onChange={(event) => event.currentTarget.value !== "" && onChange({ ...moment, at: event.currentTarget.value }, "at")}
          />
        )}
      </div>
    </div>
  );
}
