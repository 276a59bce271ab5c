import type { Predicate } from "@throughline/contract";
import { IconPlus } from "@tabler/icons-react";
import classes from "./builder.module.css";
import { hasFacts, segmentsIn, type BuilderScope } from "./builder-scope.ts";
import { PickList } from "./pick-list.tsx";
import type { Row } from "./predicate-rows.ts";
import { PropertyPicker } from "./property-picker.tsx";
import type { Events } from "./use-catalogue.ts";
import { stageOf, useConsentChoices, useSegmentChoices, useStageChoices } from "./use-fact-choices.ts";

type AddConditionsProps = {
  of: string;
  events: Events;
  scope: BuilderScope;
  withDid: boolean;
  /** The group that can be added here; null where groups end. */
  group: Predicate | null;
  onAdd: (row: Omit<Row, "id">) => void;
};

/** What can be added to a group of conditions. Where people or accounts are looked at also what is so of them. */
export function AddConditions({ of, events, scope, withDid, group, onAdd }: AddConditionsProps) {
  return (
    <div className={classes.adds}>
      <PropertyPicker
        look="add"
        returnsFocus={false}
        label={`Filter ${of}`}
        value={null}
        events={events}
        scope={scope}
        placeholder={<Plus label={hasFacts(scope) ? "Property" : "Filter"} />}
        onChange={(property) => onAdd({ property })}
      />
      {withDid ? (
        <button
          type="button"
          className={classes.add}
          onClick={() => onAdd({ node: { did: null, count: { gte: 3 }, within: { value: 30, unit: "day" } } })}
        >
          <Plus label="Did" />
        </button>
      ) : null}
      {hasFacts(scope) ? <AddFacts of={of} scope={scope} onAdd={onAdd} /> : null}
      {group ? (
        <button type="button" className={classes.add} onClick={() => onAdd({ node: group })}>
          <Plus label="Group" />
        </button>
      ) : null}
    </div>
  );
}

function AddFacts({ of, scope, onAdd }: Pick<AddConditionsProps, "of" | "scope" | "onAdd">) {
  const segments = useSegmentChoices(segmentsIn(scope));
  const stages = useStageChoices(segmentsIn(scope));
  return (
    <>
      <button
        type="button"
        className={classes.add}
        onClick={() => onAdd({ node: { sequence: [{ event: null }, { event: null }], within: { value: 7, unit: "day" } } })}
      >
        <Plus label="Did in order" />
      </button>
      {segments.length > 0 ? (
        <PickList
          look="add"
          label={`Segment, in ${of}`}
          shown={<Plus label="Segment" />}
          choices={segments}
          empty="No such segment"
          onPick={(segment) => onAdd({ node: { segment } })}
        />
      ) : null}
      {stages.length > 0 ? (
        <PickList
          look="add"
          label={`Stage, in ${of}`}
          shown={<Plus label="Stage" />}
          choices={stages}
          empty="No such stage"
          onPick={(picked) => onAdd({ node: { stage: stageOf(picked) } })}
        />
      ) : null}
      {scope === "account" ? <AddPeopleIn of={of} onAdd={onAdd} /> : <AddFactsOfPeople of={of} onAdd={onAdd} />}
    </>
  );
}

/** What is so of an account's people, as far as a segment of people says it. */
function AddPeopleIn({ of, onAdd }: Pick<AddConditionsProps, "of" | "onAdd">) {
  const segments = useSegmentChoices("person");
  if (segments.length === 0) return null;
  return (
    <PickList
      look="add"
      label={`People in a segment, in ${of}`}
      shown={<Plus label="People in segment" />}
      choices={segments}
      empty="No such segment"
      onPick={(peopleIn) => onAdd({ node: { peopleIn, count: { gte: 1 } } })}
    />
  );
}

/** What only people have. */
function AddFactsOfPeople({ of, onAdd }: Pick<AddConditionsProps, "of" | "onAdd">) {
  const purposes = useConsentChoices();
  return (
    <>
      <PickList
        look="add"
        label={`Consent, in ${of}`}
        shown={<Plus label="Consent" />}
        choices={purposes}
        takesTyped
        empty="Type a purpose as sources call it"
        onPick={(consent) => onAdd({ node: { consent } })}
      />
      <button type="button" className={classes.add} onClick={() => onAdd({ node: { reachable: "email" } })}>
        <Plus label="Reachable" />
      </button>
      <button type="button" className={classes.add} onClick={() => onAdd({ node: { score: "nps", op: "lte", value: 6 } })}>
        <Plus label="Score" />
      </button>
    </>
  );
}

const Plus = ({ label }: { label: string }) => (
  <>
    <IconPlus size={12} aria-hidden="true" /> {label}
  </>
);
