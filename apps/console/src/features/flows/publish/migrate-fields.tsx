import { NativeSelect, Radio, Stack } from "@mantine/core";
import { nameOfStep, stepTitle, type Flow, type FlowDefinition } from "@throughline/contract";
import { plural } from "../../../ui/format-number.ts";
import classes from "./publish.module.css";

export type Migration = { kind: "drain" } | { kind: "migrate"; map: Record<string, string | null> };

type MigrateFieldsProps = {
  flow: Flow;
  draft: FlowDefinition;
  /** Steps that are gone and still have people at them. */
  removed: readonly { step: string; people: number }[];
  value: Migration;
  onChange: (value: Migration) => void;
};

const end = "end of the run";

/** What becomes of those who are in it: they end on their version, or go to the new one, step by step. */
export function MigrateFields({ flow, draft, removed, value, onChange }: MigrateFieldsProps) {
  const before = flow.published;
  const steps = Object.entries(draft.steps).map(([id, step]) => ({ value: id, label: stepTitle(step) }));
  const map = value.kind === "migrate" ? value.map : {};
  return (
    <section aria-label="Those who are in it" className={classes.section}>
      <Radio.Group
        label="Those who are in it now"
        description={plural(flow.inside, "person", "people")}
        value={value.kind}
        onChange={(kind) =>
          onChange(
            kind === "drain" ? { kind: "drain" } : { kind: "migrate", map: Object.fromEntries(removed.map(({ step }) => [step, null])) },
          )
        }
      >
        <Stack gap={8} mt={8}>
          <Radio value="drain" label="End on their version" description="Only who comes in from now on takes the new one" />
          <Radio
            value="migrate"
            label="Go to the new version"
            description="Each to the same step, and from steps that are gone to those named here"
          />
        </Stack>
      </Radio.Group>
      {value.kind === "migrate" ? (
        removed.length === 0 ? (
          <p className="dim small">Nobody is at a step that is gone.</p>
        ) : (
          <ul className={classes.map}>
            {removed.map(({ step, people }) => {
              const title = before ? nameOfStep(before, step) : step;
              return (
                <li key={step}>
                  <NativeSelect
                    label={`From “${title}”: ${plural(people, "person goes", "people go")} to`}
                    value={map[step] ?? ""}
                    data={[{ value: "", label: end }, ...steps]}
                    onChange={(event) =>
                      onChange({
                        kind: "migrate",
                        map: { ...map, [step]: event.currentTarget.value === "" ? null : event.currentTarget.value },
                      })
                    }
                  />
                </li>
              );
            })}
          </ul>
        )
      ) : null}
    </section>
  );
}
