import { Button, CloseButton, NativeSelect, NumberInput, Switch } from "@mantine/core";
import type { EventMatch, FlowDefinition, Predicate } from "@throughline/contract";
import { IconPlus } from "@tabler/icons-react";
import { formatShare } from "../../../ui/format-number.ts";
import { PredicateBuilder } from "../../insights/index.ts";
import { GoalField } from "../step/goal-field.tsx";
import { LengthField } from "../step/length-field.tsx";
import { MatchField } from "../step/match-field.tsx";
import classes from "../step/step.module.css";
import { TriggerFields } from "./trigger-fields.tsx";

type TriggerFormProps = { flow: FlowDefinition; onChange: (flow: FlowDefinition, about?: string) => void };

/** Everything about the flow that is no step: who comes in, how often, what ends it, what it is for, and who is left alone to measure it. */
export function TriggerForm({ flow, onChange }: TriggerFormProps) {
  return (
    <>
      <TriggerFields trigger={flow.trigger} onChange={(trigger, about) => onChange({ ...flow, trigger }, about && `trigger ${about}`)} />
      <Entry flow={flow} onChange={onChange} />
      <Goal flow={flow} onChange={onChange} />
      <Exit flow={flow} onChange={onChange} />
      <Holdout flow={flow} onChange={onChange} />
    </>
  );
}

function Entry({ flow, onChange }: TriggerFormProps) {
  const { entry } = flow;
  const set = (changes: Partial<typeof entry>, about?: string) => onChange({ ...flow, entry: { ...entry, ...changes } }, about);
  return (
    <section className={classes.stack} aria-label="Who may come in">
      <h3>Who may come in</h3>
      {flow.trigger.kind === "schedule" ? null : (
        <Optional of="entry" value={entry.who} onChange={(who) => set({ who })} none="Everybody whom the trigger brings." />
      )}
      <NativeSelect
        label="How often"
        value={entry.again}
        data={[
          { value: "never", label: "once" },
          { value: "after", label: "again after a while" },
          { value: "always", label: "each time" },
        ]}
        onChange={(event) => {
          const again = event.currentTarget.value as typeof entry.again;
          set({ again, after: again === "after" ? (entry.after ?? { value: 30, unit: "day" }) : null });
        }}
      />
      {entry.again === "after" && entry.after ? (
        <LengthField label="After they last came in" value={entry.after} onChange={(after) => set({ after }, "entry after")} />
      ) : null}
      {entry.again === "never" ? null : (
        <Switch
          label="Also while they are in it"
          checked={entry.whileIn}
          onChange={(event) => set({ whileIn: event.currentTarget.checked })}
        />
      )}
    </section>
  );
}

function Goal({ flow, onChange }: TriggerFormProps) {
  return (
    <section className={classes.stack} aria-label="What it is for">
      <h3>What it is for</h3>
      <GoalField
        label="It has a goal"
        of="the goal"
        description="Counted from when they came in; the report compares by it"
        value={flow.goal}
        onChange={(goal) => onChange({ ...flow, goal }, "goal")}
      />
      <Switch
        label="Stop by itself when it does harm"
        description="When the goal is reached significantly less with it than without"
        checked={flow.stopOnHarm}
        onChange={(event) => onChange({ ...flow, stopOnHarm: event.currentTarget.checked })}
      />
    </section>
  );
}

const mostExits = 10;

function Exit({ flow, onChange }: TriggerFormProps) {
  const { exit } = flow;
  const set = (changes: Partial<typeof exit>) => onChange({ ...flow, exit: { ...exit, ...changes } });
  const change = (index: number, match: EventMatch) => set({ on: exit.on.map((one, i) => (i === index ? match : one)) });
  return (
    <section className={classes.stack} aria-label="What ends it early">
      <h3>What ends it early</h3>
      <Switch label="Reaching the goal" checked={exit.onGoal} onChange={(event) => set({ onGoal: event.currentTarget.checked })} />
      <ol className={classes.items}>
        {exit.on.map((match, index) => (
          <li key={index} className={classes.item} aria-label={`Event that ends it ${index + 1}`}>
            <div className={classes.line}>
              <div className={classes.grow}>
                <MatchField of={`the exit ${index + 1}`} value={match} onChange={(next) => change(index, next)} />
              </div>
              <CloseButton
                size={26}
                style={{ alignSelf: "flex-start" }}
                aria-label={`Remove the exit ${index + 1}`}
                onClick={() => set({ on: exit.on.filter((_, i) => i !== index) })}
              />
            </div>
          </li>
        ))}
      </ol>
      <div>
        <Button
          size="xs"
          leftSection={<IconPlus size={14} />}
          disabled={exit.on.length >= mostExits}
          onClick={() => set({ on: [...exit.on, { event: null }] })}
        >
          Event
        </Button>
      </div>
      <p className={classes.note}>Or when this comes to hold:</p>
      <Optional of="the exit" value={exit.when} onChange={(when) => set({ when })} none="" />
    </section>
  );
}

function Holdout({ flow, onChange }: TriggerFormProps) {
  const share = flow.holdout;
  return (
    <section className={classes.stack} aria-label="Left alone, to measure">
      <h3>Left alone, to measure</h3>
      <div className={classes.line}>
        <NativeSelect
          className={classes.grow}
          label="Holdout"
          description="Drawn when somebody comes in, and kept"
          value={share === null ? "rules" : "own"}
          data={[
            { value: "rules", label: "as the arbiter's rules say (10 % unless changed)" },
            { value: "own", label: share === 0 ? "nobody: it cannot be measured" : "a share of its own" },
          ]}
          onChange={(event) => onChange({ ...flow, holdout: event.currentTarget.value === "own" ? 0.1 : null })}
        />
        {share === null ? null : (
          <NumberInput
            aria-label={`Share left alone, ${formatShare(share)}`}
            w={84}
            min={0}
            max={50}
            suffix=" %"
            value={Math.round(share * 1000) / 10}
            onChange={(next) =>
              typeof next === "number" && next >= 0 && next <= 50 && onChange({ ...flow, holdout: next / 100 }, "holdout")
            }
          />
        )}
      </div>
      <NumberInput
        label="Most visits of one step"
        description="A loop ends a run after so many"
        min={1}
        max={1000}
        allowDecimal={false}
        value={flow.mostVisits}
        onChange={(next) => typeof next === "number" && next >= 1 && next <= 1000 && onChange({ ...flow, mostVisits: next }, "visits")}
      />
    </section>
  );
}

type OptionalProps = { of: string; value: Predicate | null; none: string; onChange: (value: Predicate | null) => void };

/** A condition on the person, or none. */
function Optional({ of, value, none, onChange }: OptionalProps) {
  return (
    <div className={classes.stack}>
      {value === null && none !== "" ? <p className={classes.note}>{none}</p> : null}
      <PredicateBuilder of={of} value={value ?? undefined} events={null} scope="person" onChange={(next) => onChange(next ?? null)} />
    </div>
  );
}
