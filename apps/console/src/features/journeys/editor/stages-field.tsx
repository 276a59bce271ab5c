import { ActionIcon, Button, CloseButton, TextInput } from "@mantine/core";
import { maxStages } from "@throughline/contract";
import { IconArrowDown, IconArrowUp, IconGripVertical, IconPlus } from "@tabler/icons-react";
import { useRef } from "react";
import { announce } from "../../../ui/announce.ts";
import { useReorder } from "../../../ui/use-reorder.ts";
import { messageOf, moved, type Draft, type DraftStage, type Problem } from "./draft.ts";
import classes from "./editor.module.css";
import { MatchList } from "./match-list.tsx";

type StagesFieldProps = { draft: Draft; problems: readonly Problem[]; onChange: (changes: Partial<Draft>) => void };

/** The stages in their order; the handle moves one, dragged or with the arrow keys. */
export function StagesField({ draft, problems, onChange }: StagesFieldProps) {
  const { stages, nextId } = draft;
  const list = useRef<HTMLOListElement>(null);
  const set = (index: number, changes: Partial<DraftStage>) =>
    onChange({ stages: stages.map((stage, i) => (i === index ? { ...stage, ...changes } : stage)) });
  const nameOf = (index: number) => stages[index]?.name.trim() || `Stage ${index + 1}`;
  const move = (from: number, to: number, focus: string) => {
    if (to < 0 || to >= stages.length || from === to) return;
    onChange({ stages: moved(stages, from, to) });
    announce(`${nameOf(from)} is now stage ${to + 1} of ${stages.length}`);
    requestAnimationFrame(() => list.current?.children[to]?.querySelector<HTMLElement>(focus)?.focus());
  };
  const { itemProps, handleProps } = useReorder((from, to) => move(from, to, "[data-handle]"));
  const add = () => {
    onChange({ stages: [...stages, { id: nextId, key: "", name: "", matches: [{ event: null }], isSaved: false }], nextId: nextId + 1 });
    requestAnimationFrame(() => list.current?.lastElementChild?.querySelector("input")?.focus());
  };
  return (
    <>
      <ol ref={list} className={classes.stages}>
        {stages.map((stage, index) => (
          <li key={stage.id} className={classes.stage} aria-label={nameOf(index)} {...itemProps(index)}>
            <div className={classes.line}>
              <button
                {...handleProps(index)}
                className={classes.handle}
                aria-label={`Move stage ${index + 1}, ${nameOf(index)}: arrow keys up and down`}
              >
                <IconGripVertical size={14} aria-hidden="true" />
                {index + 1}
              </button>
              <TextInput
                className={classes.grow}
                aria-label={`Name of stage ${index + 1}`}
                placeholder="Name, such as Connect data"
                maxLength={100}
                value={stage.name}
                error={messageOf(problems, `stages[${index}].name`) ?? messageOf(problems, `stages[${index}].key`)}
                onChange={(event) => set(index, { name: event.currentTarget.value })}
              />
              <ActionIcon
                aria-label={`Move ${nameOf(index)} up`}
                disabled={index === 0}
                data-up
                onClick={() => move(index, index - 1, "[data-up]")}
              >
                <IconArrowUp size={15} />
              </ActionIcon>
              <ActionIcon
                aria-label={`Move ${nameOf(index)} down`}
                disabled={index === stages.length - 1}
                data-down
                onClick={() => move(index, index + 1, "[data-down]")}
              >
                <IconArrowDown size={15} />
              </ActionIcon>
              {stages.length > 1 ? (
                <CloseButton
                  size={26}
                  aria-label={`Remove ${nameOf(index)}`}
                  onClick={() => onChange({ stages: stages.filter((_, i) => i !== index) })}
                />
              ) : null}
            </div>
            <MatchList
              of={nameOf(index)}
              field={`stages[${index}].matches`}
              value={stage.matches}
              least={1}
              most={10}
              addLabel="Or another event"
              problems={problems}
              onChange={(matches) => set(index, { matches })}
            />
          </li>
        ))}
      </ol>
      {stages.length < maxStages ? (
        <Button size="xs" leftSection={<IconPlus size={14} />} onClick={add}>
          Add a stage
        </Button>
      ) : (
        <p className="faint small">Twelve stages are the most that a map can hold.</p>
      )}
    </>
  );
}
