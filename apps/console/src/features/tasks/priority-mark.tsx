import type { TaskPriority } from "@throughline/contract";
import { Status } from "../../ui/chip.tsx";
import { priorityWords } from "./task-words.ts";

/** Coloured only where it is more than the ordinary. */
export function PriorityMark({ priority }: { priority: TaskPriority }) {
  const { label, tone } = priorityWords[priority];
  return tone === "neutral" ? <span className="dim">{label}</span> : <Status tone={tone}>{label}</Status>;
}
