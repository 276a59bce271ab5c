import { CloseButton } from "@mantine/core";
import { describePredicate, type PeopleInPredicate } from "@throughline/contract";
import { IconPlus } from "@tabler/icons-react";
import { BoundLine } from "./bound-line.tsx";
import classes from "./builder.module.css";
import { hundredths, peopleInForm, peopleInOf, peopleWays, shareWays, type PeopleInForm } from "./people-in.ts";
import { PickList } from "./pick-list.tsx";
import { segmentName, useSegmentChoices } from "./use-fact-choices.ts";

type PeopleInRowProps = { value: PeopleInPredicate; onChange: (value: PeopleInPredicate) => void; onRemove: () => void };

const people = { least: 0, most: 1_000_000, toShown: (amount: number) => amount, fromShown: Math.round };
const percent = { least: 0, most: 100, toShown: hundredths, fromShown: (amount: number) => amount / 100 };

/** “At least 3 people and 50 % of its people are in the segment …”, of an account. */
export function PeopleInRow({ value, onChange, onRemove }: PeopleInRowProps) {
  const segments = useSegmentChoices("person");
  const { count, share } = peopleInForm(value);
  const tell = (next: Partial<PeopleInForm>) => onChange(peopleInOf(value.peopleIn, { count, share, ...next }));
  const both = count !== null && share !== null;
  return (
    <div
      className={classes.condition}
      role="group"
      aria-label={describePredicate({ ...value, peopleIn: segmentName(segments, value.peopleIn) })}
    >
      <div className={`${classes.line} ${classes.named}`}>
        <span className="dim small">its people in</span>
        <PickList
          label="Segment of people"
          shown={segmentName(segments, value.peopleIn)}
          choices={segments}
          empty="No such segment"
          onPick={(peopleIn) => onChange({ ...value, peopleIn })}
        />
        <CloseButton size={26} aria-label="Remove this condition" onClick={onRemove} />
      </div>
      {count ? (
        <BoundLine
          label="How many of its people"
          ways={peopleWays}
          value={count}
          unit="people"
          scale={count.way === "eq" ? { ...people, least: 1 } : people}
          onChange={(next) => tell({ count: count.way === "never" ? { ...next, amount: 1, most: 1 } : next })}
          onRemove={both ? () => tell({ count: null }) : undefined}
        />
      ) : null}
      {both ? <span className="dim small">and</span> : null}
      {share ? (
        <BoundLine
          label="Which share of its people"
          ways={shareWays}
          value={share}
          unit="% of its people"
          scale={percent}
          onChange={(next) => tell({ share: next })}
          onRemove={both ? () => tell({ share: null }) : undefined}
        />
      ) : null}
      {both ? null : (
        <div className={classes.adds}>
          {share ? (
            <Other label="Number of people" onAdd={() => tell({ count: { way: "gte", amount: 1, most: 1 } })} />
          ) : (
            <>
              <Other label="Share of its people" onAdd={() => tell({ share: { way: "gte", amount: 0.5, most: 0.5 } })} />
              <button
                type="button"
                className={classes.add}
                onClick={() => tell({ count: null, share: { way: "gte", amount: 0.5, most: 0.5 } })}
              >
                As a share instead
              </button>
            </>
          )}
        </div>
      )}
    </div>
  );
}

const Other = ({ label, onAdd }: { label: string; onAdd: () => void }) => (
  <button type="button" className={classes.add} onClick={onAdd}>
    <IconPlus size={12} aria-hidden="true" /> {label}
  </button>
);
