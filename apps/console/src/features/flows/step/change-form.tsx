import { ActionIcon, Button, MultiSelect, NativeSelect, TextInput } from "@mantine/core";
import type { FlowStep } from "@throughline/contract";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { PickList } from "../../insights/index.ts";
import type { StepFormProps } from "./form.ts";
import classes from "./step.module.css";
import { useSegments, useTraits } from "./use-choices.ts";

type Value = Extract<FlowStep, { kind: "change" }>["traits"][number]["value"];
const typeOf = (value: Value) => (value === null ? "none" : typeof value);
const firstOf: Record<string, Value> = { string: "", number: 0, boolean: true, none: null };

/** Traits that are set or taken away, and static segments that the person is put into or taken out of. */
export function ChangeForm({ step, onChange }: StepFormProps<"change">) {
  const known = useTraits("person").map(({ name }) => ({ value: name, label: name }));
  const segments = useSegments("static").map(({ value, label }) => ({ value, label }));
  const set = (changes: Partial<typeof step>, about?: string) => onChange({ ...step, ...changes }, about);
  const { traits } = step;
  const change = (index: number, changes: Partial<(typeof traits)[number]>, about?: string) =>
    set({ traits: traits.map((one, i) => (i === index ? { ...one, ...changes } : one)) }, about);
  const withOwn = (own: readonly string[]) => [
    ...segments,
    ...own.filter((key) => !segments.some(({ value }) => value === key)).map((key) => ({ value: key, label: key })),
  ];
  return (
    <>
      <section className={classes.stack} aria-label="Traits">
        <h3 className={classes.heading}>Traits</h3>
        <ol className={classes.items}>
          {traits.map(({ trait, value }, index) => (
            <li key={index} className={classes.item} aria-label={`Trait ${trait}`}>
              <div className={classes.line}>
                <PickList
                  label={`Trait ${index + 1}`}
                  shown={trait}
                  choices={known}
                  takesTyped
                  onPick={(next) => change(index, { trait: next })}
                />
                <span className={classes.grow} />
                <ActionIcon aria-label={`Leave ${trait} as it is`} onClick={() => set({ traits: traits.filter((_, i) => i !== index) })}>
                  <IconTrash size={15} />
                </ActionIcon>
              </div>
              <div className={classes.line}>
                <NativeSelect
                  aria-label={`What ${trait} becomes`}
                  value={typeOf(value)}
                  data={[
                    { value: "string", label: "text" },
                    { value: "number", label: "number" },
                    { value: "boolean", label: "yes or no" },
                    { value: "none", label: "taken away" },
                  ]}
                  onChange={(event) => change(index, { value: firstOf[event.currentTarget.value] ?? null })}
                />
                {typeof value === "string" || typeof value === "number" ? (
                  <TextInput
                    className={classes.grow}
                    aria-label={`Value of ${trait}`}
                    placeholder={typeof value === "string" ? "Liquid, such as {{ event.properties.plan }}" : undefined}
                    type={typeof value === "number" ? "number" : "text"}
                    value={String(value)}
                    onChange={(event) => {
                      const typed = event.currentTarget.value;
                      const next = typeof value === "number" ? Number(typed) : typed;
                      if (typeof next === "string" || Number.isFinite(next)) change(index, { value: next }, `value ${index}`);
                    }}
                  />
                ) : null}
                {typeof value === "boolean" ? (
                  <NativeSelect
                    className={classes.grow}
                    aria-label={`Value of ${trait}`}
                    value={value ? "yes" : "no"}
                    data={["yes", "no"]}
                    onChange={(event) => change(index, { value: event.currentTarget.value === "yes" })}
                  />
                ) : null}
              </div>
            </li>
          ))}
        </ol>
        <div>
          <Button
            size="xs"
            leftSection={<IconPlus size={14} />}
            disabled={traits.length >= 20}
            onClick={() => set({ traits: [...traits, { trait: known[0]?.value ?? "contacted", value: true }] })}
          >
            Trait
          </Button>
        </div>
      </section>
      <MultiSelect
        label="Into static segments"
        placeholder={step.addTo.length === 0 ? "None" : undefined}
        searchable
        maxValues={10}
        data={withOwn(step.addTo)}
        value={step.addTo}
        onChange={(addTo) => set({ addTo })}
        nothingFoundMessage="No such static segment"
      />
      <MultiSelect
        label="Out of static segments"
        placeholder={step.removeFrom.length === 0 ? "None" : undefined}
        searchable
        maxValues={10}
        data={withOwn(step.removeFrom)}
        value={step.removeFrom}
        onChange={(removeFrom) => set({ removeFrom })}
        nothingFoundMessage="No such static segment"
      />
    </>
  );
}
