import { ActionIcon, Button, NumberInput, TextInput } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import type { StepFormProps } from "./form.ts";
import { GoalField } from "./goal-field.tsx";
import classes from "./step.module.css";

const mostVariants = 10;

/** Variants by weight, and what they are compared by. */
export function SplitForm({ step, onChange }: StepFormProps<"split">) {
  const { variants } = step;
  const all = variants.reduce((sum, { weight }) => sum + weight, 0);
  const set = (next: typeof variants, about?: string) => onChange({ ...step, variants: next }, about);
  const change = (index: number, changes: Partial<(typeof variants)[number]>, about: string) =>
    set(
      variants.map((one, i) => (i === index ? { ...one, ...changes } : one)),
      about,
    );
  const freeKey = () => "abcdefghijklmnopqrstuvwxyz".split("").find((key) => !variants.some((one) => one.key === key)) ?? "x";
  return (
    <>
      <p className={classes.note}>Drawn once for a person and kept. Changed weights hold for those who come from then on.</p>
      <ol className={classes.items}>
        {variants.map(({ key, label, weight }, index) => (
          <li key={key} className={classes.line} aria-label={`Variant ${key.toUpperCase()}`}>
            <TextInput
              className={classes.grow}
              label={`Variant ${key.toUpperCase()}`}
              placeholder={key.toUpperCase()}
              maxLength={100}
              value={label}
              onChange={(event) => change(index, { label: event.currentTarget.value }, `label ${key}`)}
            />
            <NumberInput
              label="Weight"
              aria-label={`Weight of variant ${key.toUpperCase()}, ${all === 0 ? 0 : Math.round((100 * weight) / all)} percent`}
              w={84}
              min={0}
              max={1000}
              allowDecimal={false}
              allowNegative={false}
              value={weight}
              onChange={(next) => typeof next === "number" && change(index, { weight: next }, `weight ${key}`)}
            />
            <span className="numbers small dim" style={{ width: 42, paddingBottom: 7, textAlign: "end" }}>
              {all === 0 ? "0 %" : `${Math.round((100 * weight) / all)} %`}
            </span>
            <ActionIcon
              mb={2}
              aria-label={`Remove variant ${key.toUpperCase()}`}
              disabled={variants.length <= 2}
              onClick={() => set(variants.filter((_, i) => i !== index))}
            >
              <IconTrash size={15} />
            </ActionIcon>
          </li>
        ))}
      </ol>
      {variants.length < mostVariants ? (
        <div>
          <Button
            size="xs"
            leftSection={<IconPlus size={14} />}
            onClick={() => set([...variants, { key: freeKey(), label: "", weight: 50, next: null }])}
          >
            Variant
          </Button>
        </div>
      ) : null}
      <GoalField
        label="A goal of its own"
        of="the split"
        description="What the variants are compared by; the flow's goal unless told"
        value={step.goal}
        onChange={(goal) => onChange({ ...step, goal })}
      />
    </>
  );
}
