/** The run of a flow and the step that a touch comes from, as flows name their touches: `<run>:<step>:<visit>`; null for the touches of others. */
export function stepOfTouch(id: string): { run: string; step: string } | null {
  const [, run, step] = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}):([a-z0-9][a-z0-9_-]*):\d+$/.exec(id) ?? [];
  return run === undefined || step === undefined ? null : { run, step };
}

/** The same of a task that a flow made, by its key; null for the tasks of others. */
export const stepOfTask = (key: string | null): { run: string; step: string } | null =>
  key?.startsWith("flow ") ? stepOfTouch(key.slice("flow ".length)) : null;
