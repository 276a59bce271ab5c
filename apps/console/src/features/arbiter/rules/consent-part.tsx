import { NativeSelect, TagsInput, TextInput } from "@mantine/core";
import { touchPurposes } from "@throughline/contract";
import { oneOf, purposeWords } from "../arbiter-words.ts";
import { PartCard, type RulesForm } from "./part-card.tsx";
import { policyWords } from "./rule-parts.ts";
import classes from "./rules.module.css";

/** Consent per purpose: what is needed, under which names the answer is kept, and a trait that stands in for it. */
export function ConsentPart({ form }: { form: RulesForm }) {
  const { rules, disabled, onChange } = form;
  return (
    <PartCard
      part="consent"
      form={form}
      means="What people allow. The answer to a touch’s topic goes before the one to its class; a boolean trait counts as long as there is no other answer."
    >
      <div className={classes.consents}>
        {touchPurposes.map((purpose) => {
          const rule = rules.consent[purpose];
          const set = (changes: Partial<typeof rule>) =>
            onChange({ ...rules, consent: { ...rules.consent, [purpose]: { ...rule, ...changes } } });
          const { label, means } = purposeWords[purpose];
          return (
            <div key={purpose} className={classes.consent} role="group" aria-label={label}>
              <div>
                <strong>{label}</strong>
                <span className="dim small">{means}</span>
              </div>
              <NativeSelect
                label="Consent"
                disabled={disabled}
                data={Object.entries(policyWords).map(([value, words]) => ({ value, label: words }))}
                value={rule.policy}
                onChange={(event) => {
                  const policy = oneOf(policyWords, event.currentTarget.value);
                  if (policy) set({ policy });
                }}
              />
              <TagsInput
                label="Purposes of consent"
                placeholder={rule.purposes.length === 0 ? "none" : undefined}
                disabled={disabled || rule.policy === "not_needed"}
                maxTags={10}
                value={rule.purposes}
                onChange={(purposes) => set({ purposes })}
              />
              <TextInput
                label="Trait that stands in"
                placeholder="none"
                disabled={disabled || rule.policy === "not_needed"}
                maxLength={200}
                value={rule.trait ?? ""}
                onChange={(event) => set({ trait: event.currentTarget.value === "" ? null : event.currentTarget.value })}
              />
            </div>
          );
        })}
      </div>
    </PartCard>
  );
}
