import { NativeSelect, NumberInput, TextInput } from "@mantine/core";
import type { FlowTrigger } from "@throughline/contract";
import { ConditionField } from "../step/condition-field.tsx";
import { DateMomentField } from "../step/date-moment-field.tsx";
import { LengthField } from "../step/length-field.tsx";
import { MatchField } from "../step/match-field.tsx";
import classes from "../step/step.module.css";
import { useJourneys, useSegments, useTraits } from "../step/use-choices.ts";
import { triggerKinds, weekdayChoices } from "../words/trigger-words.ts";

type TriggerFieldsProps = { trigger: FlowTrigger; onChange: (trigger: FlowTrigger, about?: string) => void };

/** What lets people in. A kind that needs a segment or a journey is offered once there is one. */
export function TriggerFields({ trigger, onChange }: TriggerFieldsProps) {
  const [ofPeople, ofAccounts] = [useSegments("live"), useSegments("live", "account")];
  const journeys = useJourneys();
  const dates = [
    ...useTraits("person").map((trait) => ({ ...trait, path: `person.${trait.name}` })),
    ...useTraits("account").map((trait) => ({ ...trait, path: `account.${trait.name}` })),
  ].filter(({ isDate }) => isDate);
  const [segment, accounts, journey] = [ofPeople[0], ofAccounts[0], journeys[0]];
  const begun: Record<FlowTrigger["kind"], FlowTrigger | null> = {
    event: { kind: "event", on: { event: null } },
    segment: segment
      ? { kind: "segment", of: "person", segment: segment.value, on: "entered" }
      : accounts
        ? { kind: "segment", of: "account", segment: accounts.value, on: "entered" }
        : null,
    stage: journey
      ? { kind: "stage", journey: journey.key, stage: journey.stages[0]?.key ?? "", on: "stalled", after: { value: 2, unit: "day" } }
      : null,
    date: { kind: "date", moment: { property: dates[0]?.path ?? "person.renewalDate", days: -7, at: "09:00" } },
    schedule: { kind: "schedule", every: "week", at: "09:00", weekday: 1, day: 1, who: { all: [] } },
    manual: { kind: "manual" },
  };
  return (
    <>
      <NativeSelect
        label="Lets people in"
        description={triggerKinds[trigger.kind].explained}
        value={trigger.kind}
        data={Object.entries(triggerKinds).map(([value, { label }]) => ({
          value,
          label: begun[value as FlowTrigger["kind"]] === null ? `${label} (there is none yet)` : label,
          disabled: begun[value as FlowTrigger["kind"]] === null && value !== trigger.kind,
        }))}
        onChange={(event) => {
          const next = begun[event.currentTarget.value as FlowTrigger["kind"]];
          if (next) onChange(next);
        }}
      />
      <OfKind trigger={trigger} onChange={onChange} />
    </>
  );
}

function OfKind({ trigger, onChange }: TriggerFieldsProps) {
  switch (trigger.kind) {
    case "event":
      return <MatchField of="the trigger" value={trigger.on} onChange={(on) => onChange({ ...trigger, on })} />;
    case "segment":
      return <SegmentFields trigger={trigger} onChange={onChange} />;
    case "stage":
      return <StageFields trigger={trigger} onChange={onChange} />;
    case "date":
      return <DateMomentField moment={trigger.moment} onChange={(moment, about) => onChange({ ...trigger, moment }, about)} />;
    case "schedule":
      return <ScheduleFields trigger={trigger} onChange={onChange} />;
    case "manual":
      return (
        <p className={classes.note}>Somebody lets them in from the menu of the flow once it is live, or a program does over the API.</p>
      );
  }
}

type Of<Kind extends FlowTrigger["kind"]> = { trigger: Extract<FlowTrigger, { kind: Kind }>; onChange: TriggerFieldsProps["onChange"] };

function SegmentFields({ trigger, onChange }: Of<"segment">) {
  const [ofPeople, ofAccounts] = [useSegments("live"), useSegments("live", "account")];
  const itemsOf = (of: typeof trigger.of, segments: typeof ofPeople) =>
    segments.map(({ value, label }) => ({ value: `${of} ${value}`, label }));
  const groups = [
    { group: "Of people", items: itemsOf("person", ofPeople) },
    { group: "Of accounts", items: itemsOf("account", ofAccounts) },
  ].filter(({ items }) => items.length > 0);
  const chosen = `${trigger.of} ${trigger.segment}`;
  const isKnown = groups.some(({ items }) => items.some(({ value }) => value === chosen));
  const isAccount = trigger.of === "account";
  return (
    <>
      <div className={classes.line}>
        <NativeSelect
          label={isAccount ? "When their account" : "When they"}
          value={trigger.on}
          data={[
            { value: "entered", label: isAccount ? "comes into" : "come into" },
            { value: "left", label: isAccount ? "leaves" : "leave" },
          ]}
          onChange={(event) => onChange({ ...trigger, on: event.currentTarget.value === "left" ? "left" : "entered" })}
        />
        <NativeSelect
          className={classes.grow}
          label="Live segment"
          value={chosen}
          data={isKnown ? groups : [{ value: chosen, label: `${trigger.segment} (there is none)` }, ...groups]}
          onChange={(event) => {
            const [of = "person", segment = ""] = event.currentTarget.value.split(/ (.*)/s);
            onChange({ ...trigger, of: of === "account" ? "account" : "person", segment });
          }}
        />
      </div>
      {isAccount ? (
        <p className={classes.note}>Everybody in the account comes in. Its texts and conditions speak of that account.</p>
      ) : null}
    </>
  );
}

function StageFields({ trigger, onChange }: Of<"stage">) {
  const journeys = useJourneys();
  const stages = journeys.find(({ key }) => key === trigger.journey)?.stages ?? [];
  const stageData = stages.map(({ key, name }) => ({ value: key, label: name }));
  const journeyData = journeys.map(({ key, name }) => ({ value: key, label: name }));
  const own = (key: string) => ({ value: key, label: `${key} (there is none)` });
  return (
    <>
      <NativeSelect
        label="Journey"
        value={trigger.journey}
        data={journeyData.some(({ value }) => value === trigger.journey) ? journeyData : [own(trigger.journey), ...journeyData]}
        onChange={(event) => {
          const chosen = journeys.find(({ key }) => key === event.currentTarget.value);
          if (chosen) onChange({ ...trigger, journey: chosen.key, stage: chosen.stages[0]?.key ?? trigger.stage });
        }}
      />
      <NativeSelect
        label="Stage"
        value={trigger.stage}
        data={stageData.some(({ value }) => value === trigger.stage) ? stageData : [own(trigger.stage), ...stageData]}
        onChange={(event) => onChange({ ...trigger, stage: event.currentTarget.value })}
      />
      <NativeSelect
        label="When they"
        value={trigger.on}
        data={[
          { value: "reached", label: "reach it" },
          { value: "stalled", label: "are still there after a while" },
        ]}
        onChange={(event) =>
          onChange(
            event.currentTarget.value === "reached"
              ? { ...trigger, on: "reached", after: null }
              : { ...trigger, on: "stalled", after: trigger.after ?? { value: 2, unit: "day" } },
          )
        }
      />
      {trigger.on === "stalled" ? (
        <LengthField
          label="After"
          value={trigger.after ?? { value: 2, unit: "day" }}
          onChange={(after) => onChange({ ...trigger, after }, "after")}
        />
      ) : null}
    </>
  );
}

function ScheduleFields({ trigger, onChange }: Of<"schedule">) {
  return (
    <>
      <div className={classes.line}>
        <NativeSelect
          className={classes.grow}
          label="Every"
          value={trigger.every}
          data={["day", "week", "month"]}
          onChange={(event) => onChange({ ...trigger, every: event.currentTarget.value as typeof trigger.every })}
        />
        {trigger.every === "week" ? (
          <NativeSelect
            label="On"
            value={String(trigger.weekday)}
            data={weekdayChoices}
            onChange={(event) => onChange({ ...trigger, weekday: Number(event.currentTarget.value) })}
          />
        ) : null}
        {trigger.every === "month" ? (
          <NumberInput
            label="On day"
            w={84}
            min={1}
            max={28}
            allowDecimal={false}
            value={trigger.day}
            onChange={(day) => typeof day === "number" && day >= 1 && day <= 28 && onChange({ ...trigger, day }, "day")}
          />
        ) : null}
        <TextInput
          type="time"
          label="At"
          value={trigger.at}
          onChange={(event) => event.currentTarget.value !== "" && onChange({ ...trigger, at: event.currentTarget.value }, "at")}
        />
      </div>
      <p className={classes.note}>By the workspace's clock. Everybody for whom this holds then:</p>
      <ConditionField of="the schedule" value={trigger.who} onChange={(who) => onChange({ ...trigger, who })} />
    </>
  );
}
