import { ActionIcon, Button, NumberInput, TextInput } from "@mantine/core";
import type { Cap } from "@throughline/contract";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { kindWords, purposeWords } from "../arbiter-words.ts";
import { ChecksField } from "./checks-field.tsx";
import { DurationField } from "./duration-field.tsx";
import { PartCard, type RulesForm } from "./part-card.tsx";
import classes from "./rules.module.css";

const allKinds = Object.keys(kindWords) as NonNullable<Cap["kinds"]>;
const mostCaps = 20;
const newCap: Cap = { name: "", kinds: null, purposes: ["service", "promotional", "survey"], max: 1, within: { value: 7, unit: "day" } };

/** One budget over every kind of touch, in windows that slide. */
export function CapsPart({ form }: { form: RulesForm }) {
  const { rules, disabled, onChange } = form;
  const set = (index: number, cap: Cap | null) =>
    onChange({ ...rules, caps: rules.caps.flatMap((one, at) => (at === index ? (cap ?? []) : one)) });
  return (
    <PartCard
      part="caps"
      form={form}
      means="How much of somebody’s attention we take: at most so many in any window of that length. A touch must have room in every cap that speaks of it."
    >
      <ul className={classes.caps}>
        {rules.caps.map((cap, index) => (
          // Caps have no identity but their place.
          // oxlint-disable-next-line react/no-array-index-key
          <li key={index}>
            <div className={classes.cap} role="group" aria-label={cap.name || `Cap ${index + 1}`}>
              <CapFields cap={cap} disabled={disabled} onChange={(next) => set(index, next)} />
            </div>
          </li>
        ))}
      </ul>
      {disabled || rules.caps.length >= mostCaps ? null : (
        <div>
          <Button size="xs" leftSection={<IconPlus size={14} />} onClick={() => onChange({ ...rules, caps: [...rules.caps, newCap] })}>
            Add a cap
          </Button>
        </div>
      )}
    </PartCard>
  );
}

function CapFields({ cap, disabled, onChange }: { cap: Cap; disabled: boolean; onChange: (cap: Cap | null) => void }) {
  return (
    <>
      <div className={classes.line}>
        <TextInput
          className={classes.capName}
          label="Name"
          placeholder="What it limits"
          maxLength={60}
          disabled={disabled}
          value={cap.name}
          onChange={(event) => onChange({ ...cap, name: event.currentTarget.value })}
        />
        <NumberInput
          label="At most"
          w={90}
          min={1}
          max={1000}
          allowDecimal={false}
          disabled={disabled}
          value={cap.max}
          onChange={(max) => typeof max === "number" && max >= 1 && onChange({ ...cap, max })}
        />
        <DurationField label="In any" value={cap.within} disabled={disabled} onChange={(within) => onChange({ ...cap, within })} />
        {disabled ? null : (
          <ActionIcon className={classes.remove} size={32} aria-label={`Remove ${cap.name || "this cap"}`} onClick={() => onChange(null)}>
            <IconTrash size={16} />
          </ActionIcon>
        )}
      </div>
      <ChecksField
        label="Kinds"
        words={kindWords}
        value={cap.kinds ?? allKinds}
        disabled={disabled}
        onChange={(kinds) => onChange({ ...cap, kinds: kinds.length === allKinds.length ? null : kinds })}
      />
      <ChecksField
        label="Purposes"
        words={purposeWords}
        value={cap.purposes}
        disabled={disabled}
        onChange={(purposes) => onChange({ ...cap, purposes })}
      />
    </>
  );
}
