import { Button, Group, Textarea } from "@mantine/core";
import type { Task } from "@throughline/contract";
import { useEffect, useId, useRef, useState, type FormEvent, type KeyboardEvent } from "react";
import classes from "./tasks.module.css";
import { useTaskChanges } from "./use-task-changes.ts";

/**
 * How a task ended: one of its outcomes, and a note. Digits choose an outcome, Ctrl or ⌘ and Enter finish. With `isFirst` the outcomes have the focus when it appears.
 */
export function FinishForm({ task, isFirst, onDone }: { task: Task; isFirst: boolean; onDone: () => void }) {
  const [outcome, setOutcome] = useState<string | null>(null);
  const [note, setNote] = useState("");
  const label = useId();
  const form = useRef<HTMLFormElement>(null);
  const first = useRef<HTMLInputElement>(null);
  // The task may come later than the drawer, which has given the focus to something else by then.
  useEffect(() => {
    if (isFirst) first.current?.focus();
  }, [isFirst]);
  const { done, cancel } = useTaskChanges(onDone);
  const which = { id: task.id, note, revision: task.revision };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (outcome !== null) done.mutate({ ...which, outcome });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      form.current?.requestSubmit();
    }
    const isTyping = event.target instanceof HTMLTextAreaElement;
    const named = isTyping ? undefined : task.outcomes[Number(event.key) - 1];
    if (named !== undefined) setOutcome(named);
  };
  return (
    <form ref={form} onSubmit={submit} onKeyDown={onKeyDown} className={classes.finish} aria-labelledby={label}>
      <h3 id={label} className={classes.label}>
        How did it end?
      </h3>
      <div role="radiogroup" aria-labelledby={label} className={classes.outcomes}>
        {task.outcomes.map((name, index) => (
          <label key={name} className={classes.outcome} data-chosen={outcome === name || undefined}>
            <input
              type="radio"
              name={label}
              value={name}
              checked={outcome === name}
              onChange={() => setOutcome(name)}
              ref={index === 0 ? first : undefined}
              data-autofocus={(isFirst && index === 0) || undefined}
            />
            <span>{name}</span>
          </label>
        ))}
      </div>
      <Textarea
        label="Note"
        placeholder="What came of it. It stands on the timeline, too."
        autosize={false}
        rows={2}
        maxLength={2000}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
      <Group gap={8}>
        <Button type="submit" variant="filled" loading={done.isPending} disabled={outcome === null}>
          Finish
        </Button>
        <Button loading={cancel.isPending} onClick={() => cancel.mutate(which)}>
          Cancel the task
        </Button>
      </Group>
    </form>
  );
}
