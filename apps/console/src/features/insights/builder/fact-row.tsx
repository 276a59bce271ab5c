import { CloseButton, NativeSelect } from "@mantine/core";
import { describePredicate } from "@throughline/contract";
import classes from "./builder.module.css";
import { segmentsIn, type BuilderScope } from "./builder-scope.ts";
import { PickList } from "./pick-list.tsx";
import type { Fact } from "./shown-in-form.ts";
import { segmentName, stageName, stageOf, useConsentChoices, useSegmentChoices, useStageChoices } from "./use-fact-choices.ts";

type FactRowProps = {
  value: Fact;
  negated: boolean;
  scope: BuilderScope;
  onChange: (value: Fact, negated: boolean) => void;
  onRemove: () => void;
};

const words = (value: Fact): [is: string, isNot: string] =>
  "segment" in value
    ? ["is in", "is not in"]
    : "consent" in value
      ? ["consented to", "did not consent to"]
      : "stage" in value
        ? ["is now at", "is not at"]
        : ["can be reached by", "cannot be reached by"];

/** One fact about a person or an account, or its contrary. */
export function FactRow({ value, negated, scope, onChange, onRemove }: FactRowProps) {
  const [is, isNot] = words(value);
  return (
    <div className={classes.condition} role="group" aria-label={describePredicate(value)}>
      <div className={`${classes.line} ${classes.named}`}>
        <NativeSelect
          aria-label="Whether it is so"
          className={classes.whether}
          value={negated ? "not" : ""}
          data={[
            { value: "", label: is },
            { value: "not", label: isNot },
          ]}
          onChange={(event) => onChange(value, event.currentTarget.value === "not")}
        />
        <FactPicker value={value} scope={scope} onChange={(next) => onChange(next, negated)} />
        <CloseButton size={26} aria-label="Remove this condition" onClick={onRemove} />
      </div>
    </div>
  );
}

function FactPicker({ value, scope, onChange }: { value: Fact; scope: BuilderScope; onChange: (value: Fact) => void }) {
  const segments = useSegmentChoices(segmentsIn(scope));
  const purposes = useConsentChoices();
  const stages = useStageChoices(segmentsIn(scope));
  if ("segment" in value)
    return (
      <PickList
        label="Segment"
        shown={segmentName(segments, value.segment)}
        choices={segments}
        empty="No such segment"
        onPick={(segment) => onChange({ segment })}
      />
    );
  if ("consent" in value)
    return (
      <PickList
        label="Purpose"
        shown={value.consent}
        choices={purposes}
        takesTyped
        empty="Type a purpose as sources call it"
        onPick={(consent) => onChange({ consent })}
      />
    );
  if ("stage" in value)
    return (
      <PickList
        label="Stage"
        shown={stageName(stages, value.stage)}
        choices={stages}
        empty="No such stage"
        onPick={(picked) => onChange({ stage: stageOf(picked) })}
      />
    );
  return (
    <NativeSelect
      aria-label="Reached by"
      className={classes.grow}
      value={value.reachable}
      data={[
        { value: "email", label: "e-mail" },
        { value: "phone", label: "phone" },
      ]}
      onChange={(event) => onChange({ reachable: event.currentTarget.value === "phone" ? "phone" : "email" })}
    />
  );
}
