import { NativeSelect, Select, TextInput } from "@mantine/core";
import { taskPriorities, type TaskPriority } from "@throughline/contract";
import { useTimeZone } from "../../ui/time-zone.ts";
import { dueDay, dueMoment } from "./due-moment.ts";
import { priorityWords } from "./task-words.ts";
import { useWorkers } from "./use-workers.ts";

type AssigneeFieldProps = {
  value: string | null;
  /** Who it is now, also if they may not work tasks any more. */
  now?: { userId: string; name: string } | null;
  disabled?: boolean;
  onChange: (userId: string | null) => void;
};

export function AssigneeField({ value, now = null, disabled = false, onChange }: AssigneeFieldProps) {
  const workers = useWorkers(now);
  return (
    <Select
      label="Assignee"
      placeholder="Nobody yet"
      searchable
      clearable
      disabled={disabled}
      data={workers}
      value={value}
      onChange={onChange}
      nothingFoundMessage="No such member"
      comboboxProps={{ shadow: "md" }}
    />
  );
}

/** A day; the task is due at 17:00 of it. */
export function DueField({
  value,
  disabled = false,
  onChange,
}: {
  value: string | null;
  disabled?: boolean;
  onChange: (due: string | null) => void;
}) {
  const timeZone = useTimeZone();
  return (
    <TextInput
      type="date"
      label="Due"
      disabled={disabled}
      value={dueDay(value, timeZone)}
      onChange={(event) => onChange(dueMoment(event.currentTarget.value, timeZone))}
    />
  );
}

export function PriorityField({
  value,
  disabled = false,
  onChange,
}: {
  value: TaskPriority;
  disabled?: boolean;
  onChange: (priority: TaskPriority) => void;
}) {
  return (
    <NativeSelect
      label="Priority"
      disabled={disabled}
      value={value}
      data={taskPriorities.toReversed().map((priority) => ({ value: priority, label: priorityWords[priority].label }))}
      onChange={(event) => onChange(event.currentTarget.value as TaskPriority)}
    />
  );
}
