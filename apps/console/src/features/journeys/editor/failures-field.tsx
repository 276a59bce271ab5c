import { Button, CloseButton, TextInput } from "@mantine/core";
import { maxFailures } from "@throughline/contract";
import { IconPlus } from "@tabler/icons-react";
import { messageOf, type Draft, type DraftFailure, type Problem } from "./draft.ts";
import classes from "./editor.module.css";
import { MatchField } from "./match-list.tsx";

/** Ways to fail: what ends the journey before its goal. */
export function FailuresField({
  draft,
  problems,
  onChange,
}: {
  draft: Draft;
  problems: readonly Problem[];
  onChange: (changes: Partial<Draft>) => void;
}) {
  const { failures, nextId } = draft;
  const set = (index: number, changes: Partial<DraftFailure>) =>
    onChange({ failures: failures.map((failure, i) => (i === index ? { ...failure, ...changes } : failure)) });
  return (
    <>
      {failures.map((failure, index) => (
        <div key={failure.id} className={classes.stage}>
          <div className={classes.line}>
            <TextInput
              className={classes.grow}
              aria-label={`Name of way to fail ${index + 1}`}
              placeholder="Name, such as Cancelled"
              maxLength={100}
              value={failure.name}
              error={messageOf(problems, `failures[${index}].name`) ?? messageOf(problems, `failures[${index}].key`)}
              onChange={(event) => set(index, { name: event.currentTarget.value })}
            />
            <CloseButton
              size={26}
              aria-label={`Remove ${failure.name || "this way to fail"}`}
              onClick={() => onChange({ failures: failures.filter((_, i) => i !== index) })}
            />
          </div>
          <MatchField
            of={failure.name || `way to fail ${index + 1}`}
            field={`failures[${index}].match`}
            value={failure.match}
            problems={problems}
            onChange={(match) => set(index, { match })}
          />
        </div>
      ))}
      {failures.length < maxFailures ? (
        <Button
          size="xs"
          leftSection={<IconPlus size={14} />}
          onClick={() =>
            onChange({
              failures: [...failures, { id: nextId, key: "", name: "", match: { event: null }, isSaved: false }],
              nextId: nextId + 1,
            })
          }
        >
          Add a way to fail
        </Button>
      ) : null}
    </>
  );
}
