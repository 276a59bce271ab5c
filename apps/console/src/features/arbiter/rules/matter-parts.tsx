import { NumberInput } from "@mantine/core";
import type { ArbiterRules } from "@throughline/contract";
import { purposeWords } from "../arbiter-words.ts";
import { ChecksField } from "./checks-field.tsx";
import { DurationField } from "./duration-field.tsx";
import { PartCard, type RulesForm } from "./part-card.tsx";
import classes from "./rules.module.css";

const means = {
  complaint: "While a complaint is open nobody is sold anything, or asked how content they are.",
  conversation: "While a conversation is not settled the next word is an answer, not a promotion.",
};

/** What is held back while something is open between them and us. */
export function MatterPart({ part, form }: { part: "complaint" | "conversation"; form: RulesForm }) {
  const { rules, saved, defaults, disabled, onChange } = form;
  const rule = rules[part];
  const set = (next: ArbiterRules["complaint"]) => onChange({ ...rules, [part]: next });
  return (
    <PartCard
      part={part}
      form={form}
      means={means[part]}
      switched={{ on: rule !== null, onSwitch: (on) => set(on ? (saved[part] ?? defaults[part]) : null) }}
    >
      {rule ? (
        <>
          <ChecksField
            label="Held back"
            words={purposeWords}
            value={rule.holds}
            disabled={disabled}
            onChange={(holds) => set({ ...rule, holds })}
          />
          <DurationField
            label="Forgotten without news after"
            value={rule.forgottenAfter}
            disabled={disabled}
            onChange={(forgottenAfter) => set({ ...rule, forgottenAfter })}
          />
        </>
      ) : null}
    </PartCard>
  );
}

const scales = [
  { kind: "nps", label: "NPS, 0 to 10", min: 0, max: 10 },
  { kind: "csat", label: "CSAT, 1 to 5", min: 1, max: 5 },
  { kind: "ces", label: "CES, 1 to 7", min: 1, max: 7 },
  { kind: "review", label: "Review, 1 to 5", min: 1, max: 5 },
] as const;

/** Which scores are bad, and how long people are left alone after one. */
export function ScorePart({ form }: { form: RulesForm }) {
  const { rules, saved, defaults, disabled, onChange } = form;
  const rule = rules.score;
  const set = (next: ArbiterRules["score"]) => onChange({ ...rules, score: next });
  return (
    <PartCard
      part="score"
      form={form}
      means="After a bad score people are left alone for a while; their latest of each kind counts. An empty field is never bad."
      switched={{ on: rule !== null, onSwitch: (on) => set(on ? (saved.score ?? defaults.score) : null) }}
    >
      {rule ? (
        <>
          <div className={classes.line}>
            {scales.map(({ kind, label, min, max }) => (
              <NumberInput
                key={kind}
                label={label}
                placeholder="never"
                w={124}
                min={min}
                max={max}
                disabled={disabled}
                value={rule.atMost[kind] ?? ""}
                onChange={(value) => {
                  const { [kind]: _, ...others } = rule.atMost;
                  set({ ...rule, atMost: typeof value === "number" ? { ...others, [kind]: value } : others });
                }}
              />
            ))}
          </div>
          <DurationField label="For" value={rule.within} disabled={disabled} onChange={(within) => set({ ...rule, within })} />
          <ChecksField
            label="Held back"
            words={purposeWords}
            value={rule.holds}
            disabled={disabled}
            onChange={(holds) => set({ ...rule, holds })}
          />
        </>
      ) : null}
    </PartCard>
  );
}

/** Who is left alone, so that what we do can be measured. */
export function HoldoutPart({ form }: { form: RulesForm }) {
  const { rules, disabled, onChange } = form;
  const { holdout } = rules;
  const set = (changes: Partial<typeof holdout>) => onChange({ ...rules, holdout: { ...holdout, ...changes } });
  const percent = (share: number) => Math.round(share * 1000) / 10;
  const shares = [
    { field: "share", label: "Left alone by everything, %" },
    { field: "flowShare", label: "And by each flow, %" },
  ] as const;
  return (
    <PartCard
      part="holdout"
      form={form}
      means="Some people are left alone, so that what we do can be measured. The draw is kept: a changed share holds for who has not been drawn yet."
    >
      <div className={classes.line}>
        {shares.map(({ field, label }) => (
          <NumberInput
            key={field}
            label={label}
            w={210}
            min={0}
            max={50}
            decimalScale={1}
            disabled={disabled}
            value={percent(holdout[field])}
            onChange={(value) => typeof value === "number" && set({ [field]: Math.round(value * 10) / 1000 })}
          />
        ))}
      </div>
      <ChecksField
        label="Purposes"
        words={purposeWords}
        value={holdout.purposes}
        disabled={disabled}
        required={false}
        onChange={(purposes) => set({ purposes })}
      />
    </PartCard>
  );
}
