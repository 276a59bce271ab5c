import { ActionIcon, Button, NativeSelect, TextInput } from "@mantine/core";
import { stakesLevels } from "@throughline/contract";
import { IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import { choicesOf, oneOf, ownerWords, stakesWords } from "../arbiter-words.ts";
import { classesOf, matrixOf, type OwnershipRow } from "./ownership-matrix.ts";
import { PartCard, type RulesForm } from "./part-card.tsx";
import classes from "./rules.module.css";

/** Whose each class of decision is: stakes across, the tiers of accounts down. */
export function OwnershipPart({ form }: { form: RulesForm }) {
  const { rules, disabled, onChange } = form;
  const [typed, setTyped] = useState("");
  // Tiers that were added and have nothing of their own yet: no class names them.
  const [added, setAdded] = useState<string[]>([]);
  const named = rules.ownership.classes.flatMap((one) => one.tiers ?? []);
  const rows = matrixOf(rules.ownership.classes, [...named, ...added]);
  const save = (next: readonly OwnershipRow[]) => onChange({ ...rules, ownership: { ...rules.ownership, classes: classesOf(next) } });
  const tier = typed.trim();
  const isNew = tier !== "" && !rows.some((row) => row.tier === tier);
  const add = () => {
    if (!isNew) return;
    setAdded([...added, tier]);
    setTyped("");
  };
  return (
    <PartCard
      part="ownership"
      form={form}
      means="Automation owns the standard, people own judgement. What is a person’s, or is to be approved, becomes a task with the context. Who has accounts of several tiers: the strictest holds."
    >
      <div className={classes.matrixScroll}>
        <table className={classes.matrix}>
          <thead>
            <tr>
              <th scope="col">Tier of the account</th>
              {stakesLevels.map((stakes) => (
                <th key={stakes} scope="col">
                  {stakesWords[stakes]} stakes
                </th>
              ))}
              <td />
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.tier ?? ""}>
                <th scope="row">{row.tier ?? "Every other, or none"}</th>
                {stakesLevels.map((stakes) => (
                  <td key={stakes}>
                    <NativeSelect
                      aria-label={`${row.tier ?? "Every other"}, ${stakes} stakes`}
                      disabled={disabled}
                      data={choicesOf(ownerWords)}
                      value={row.owners[stakes]}
                      onChange={(event) => {
                        const owner = oneOf(ownerWords, event.currentTarget.value);
                        if (!owner) return;
                        // The row stays, also when nothing is its own any more.
                        if (row.tier !== null && !added.includes(row.tier)) setAdded([...added, row.tier]);
                        save(rows.map((one) => (one === row ? { ...one, owners: { ...one.owners, [stakes]: owner } } : one)));
                      }}
                    />
                  </td>
                ))}
                <td>
                  {row.tier === null || disabled ? null : (
                    <ActionIcon
                      aria-label={`Remove the tier ${row.tier}`}
                      onClick={() => {
                        setAdded(added.filter((one) => one !== row.tier));
                        save(rows.filter((one) => one !== row));
                      }}
                    >
                      <IconTrash size={16} />
                    </ActionIcon>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <div className={classes.line}>
        <TextInput
          label="Trait of an account that names its tier"
          disabled={disabled}
          maxLength={200}
          value={rules.ownership.tierTrait}
          onChange={(event) => onChange({ ...rules, ownership: { ...rules.ownership, tierTrait: event.currentTarget.value } })}
        />
        {disabled ? null : (
          <>
            <TextInput
              label="Another tier"
              placeholder="such as business"
              maxLength={100}
              value={typed}
              onChange={(event) => setTyped(event.currentTarget.value)}
              onKeyDown={(event) => {
                if (event.key !== "Enter") return;
                event.preventDefault();
                add();
              }}
            />
            <Button disabled={!isNew} onClick={add}>
              Add the tier
            </Button>
          </>
        )}
      </div>
    </PartCard>
  );
}
