import { NumberInput, TextInput } from "@mantine/core";
import { channelWords, purposeWords } from "../arbiter-words.ts";
import { ChecksField } from "./checks-field.tsx";
import { DurationField } from "./duration-field.tsx";
import { PartCard, type RulesForm } from "./part-card.tsx";
import classes from "./rules.module.css";

/** When nobody is disturbed, by the clock where they are. */
export function QuietHoursPart({ form }: { form: RulesForm }) {
  const { rules, saved, defaults, disabled, onChange } = form;
  const quiet = rules.quietHours;
  const set = (changes: Partial<NonNullable<typeof quiet>>) => quiet && onChange({ ...rules, quietHours: { ...quiet, ...changes } });
  return (
    <PartCard
      part="quietHours"
      form={form}
      means="Nobody is disturbed at night: what comes then is put off until the morning where the person is."
      switched={{
        on: quiet !== null,
        onSwitch: (on) => onChange({ ...rules, quietHours: on ? (saved.quietHours ?? defaults.quietHours) : null }),
      }}
    >
      {quiet ? (
        <>
          <div className={classes.line}>
            <TextInput
              type="time"
              label="From"
              w={120}
              disabled={disabled}
              value={quiet.from}
              onChange={(event) => set({ from: event.currentTarget.value })}
            />
            <TextInput
              type="time"
              label="To"
              w={120}
              disabled={disabled}
              value={quiet.to}
              onChange={(event) => set({ to: event.currentTarget.value })}
            />
          </div>
          <ChecksField
            label="Channels"
            words={channelWords}
            value={quiet.channels}
            disabled={disabled}
            onChange={(channels) => set({ channels })}
          />
          <ChecksField
            label="Purposes"
            words={purposeWords}
            value={quiet.purposes}
            disabled={disabled}
            onChange={(purposes) => set({ purposes })}
          />
        </>
      ) : null}
    </PartCard>
  );
}

/** The shortest time between two touches. */
export function GapPart({ form }: { form: RulesForm }) {
  const { rules, saved, defaults, disabled, onChange } = form;
  const gap = rules.gap;
  return (
    <PartCard
      part="gap"
      form={form}
      means="Some time passes between two touches, of whatever kind."
      switched={{ on: gap !== null, onSwitch: (on) => onChange({ ...rules, gap: on ? (saved.gap ?? defaults.gap) : null }) }}
    >
      {gap ? (
        <>
          <DurationField
            label="At least"
            value={gap.within}
            disabled={disabled}
            onChange={(within) => onChange({ ...rules, gap: { ...gap, within } })}
          />
          <ChecksField
            label="Purposes"
            words={purposeWords}
            value={gap.purposes}
            disabled={disabled}
            onChange={(purposes) => onChange({ ...rules, gap: { ...gap, purposes } })}
          />
        </>
      ) : null}
    </PartCard>
  );
}

/** What doing nothing is worth, and how long something may be put off. */
export function WorthPart({ form }: { form: RulesForm }) {
  const { rules, disabled, onChange } = form;
  return (
    <PartCard
      part="worth"
      form={form}
      means="To do nothing always competes: a touch whose priority × value is not more than this loses. What could not be done for longer than the wait is refused."
    >
      <div className={classes.line}>
        <NumberInput
          label="Nothing is worth"
          w={140}
          min={0}
          max={1e9}
          disabled={disabled}
          value={rules.nothing}
          onChange={(value) => typeof value === "number" && onChange({ ...rules, nothing: value })}
        />
        <DurationField
          label="Longest wait"
          value={rules.longestWait}
          disabled={disabled}
          onChange={(longestWait) => onChange({ ...rules, longestWait })}
        />
      </div>
    </PartCard>
  );
}

/** How long decisions are kept. */
export function KeepPart({ form }: { form: RulesForm }) {
  const { rules, disabled, onChange } = form;
  return (
    <PartCard part="keep" form={form} means="Decisions older than this are forgotten; the draws of holdouts stay as long as the person.">
      <NumberInput
        label="Days"
        w={140}
        min={90}
        max={3650}
        allowDecimal={false}
        disabled={disabled}
        value={rules.keepDays}
        onChange={(value) => typeof value === "number" && onChange({ ...rules, keepDays: value })}
      />
    </PartCard>
  );
}
