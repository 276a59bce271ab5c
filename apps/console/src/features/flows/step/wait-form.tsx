import { NativeSelect, TextInput } from "@mantine/core";
import type { FlowWait } from "@throughline/contract";
import { weekdayChoices } from "../words/trigger-words.ts";
import { ConditionField } from "./condition-field.tsx";
import { DateMomentField } from "./date-moment-field.tsx";
import type { StepFormProps } from "./form.ts";
import { LengthField } from "./length-field.tsx";
import { MatchField } from "./match-field.tsx";
import classes from "./step.module.css";

const kinds: Record<FlowWait["for"], string> = {
  duration: "A length of time",
  window: "A time of day, where they are",
  event: "Something that they do",
  predicate: "A condition to hold",
  date: "A date that they carry",
};
const twoDays = { value: 2, unit: "day" } as const;
const first: Record<FlowWait["for"], FlowWait> = {
  duration: { for: "duration", duration: { value: 1, unit: "day" } },
  window: { for: "window", from: "09:00", to: "17:00", weekdays: [1, 2, 3, 4, 5] },
  event: { for: "event", event: { event: null }, timeout: twoDays },
  predicate: { for: "predicate", when: { all: [] }, timeout: twoDays },
  date: { for: "date", moment: { property: "person.renewalDate", days: -7, at: "09:00" } },
};

/** Something to wait for. */
export function WaitForm({ step, context, onChange }: StepFormProps<"wait">) {
  const { wait } = step;
  const set = (next: FlowWait, about?: string) => onChange({ ...step, wait: next }, about);
  return (
    <>
      <NativeSelect
        label="Waits for"
        value={wait.for}
        data={Object.entries(kinds).map(([value, label]) => ({ value, label }))}
        onChange={(event) => set(first[event.currentTarget.value as FlowWait["for"]])}
      />
      {wait.for === "duration" ? (
        <LengthField label="How long" value={wait.duration} onChange={(duration) => set({ ...wait, duration }, "duration")} />
      ) : null}
      {wait.for === "window" ? <WindowFields wait={wait} onChange={set} /> : null}
      {wait.for === "event" ? <MatchField of="the wait" value={wait.event} onChange={(event) => set({ ...wait, event })} /> : null}
      {wait.for === "predicate" ? (
        <ConditionField of="the wait" value={wait.when} events={context.events} onChange={(when) => set({ ...wait, when })} />
      ) : null}
      {wait.for === "event" || wait.for === "predicate" ? (
        <LengthField label="At most" value={wait.timeout} onChange={(timeout) => set({ ...wait, timeout }, "timeout")} />
      ) : null}
      {wait.for === "date" ? (
        <>
          <DateMomentField moment={wait.moment} onChange={(moment, about) => set({ ...wait, moment }, about)} />
          <p className={classes.note}>
            Goes on at once when the moment is gone by, or the date is missing. When the date moves, the moment moves.
          </p>
        </>
      ) : null}
    </>
  );
}

type WindowProps = { wait: Extract<FlowWait, { for: "window" }>; onChange: (wait: FlowWait, about?: string) => void };

function WindowFields({ wait, onChange }: WindowProps) {
  return (
    <>
      <div className={classes.pair}>
        {(["from", "to"] as const).map((end) => (
          <TextInput
            key={end}
            type="time"
            label={end === "from" ? "From" : "To"}
            value={wait[end]}
            onChange={(event) => event.currentTarget.value !== "" && onChange({ ...wait, [end]: event.currentTarget.value }, end)}
          />
        ))}
      </div>
      <div className={classes.days} role="group" aria-label="On these days">
        {weekdayChoices.map(({ value, label }) => {
          const day = Number(value);
          const isOn = wait.weekdays.includes(day);
          const days = isOn ? wait.weekdays.filter((one) => one !== day) : [...wait.weekdays, day].toSorted((a, b) => a - b);
          return (
            <button
              key={value}
              type="button"
              aria-pressed={isOn}
              disabled={days.length === 0}
              onClick={() => onChange({ ...wait, weekdays: days })}
            >
              {label}
            </button>
          );
        })}
      </div>
    </>
  );
}
