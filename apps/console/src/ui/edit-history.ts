/** What was edited, oldest first, and what can be done again. */
export type EditHistory<T> = { past: readonly T[]; future: readonly T[] };

export const noHistory = { past: [], future: [] };
const mostSteps = 100;

/** After an edit from `before`: it can be undone, and what was undone is gone. */
export const edited = <T>({ past }: EditHistory<T>, before: T): EditHistory<T> => ({
  past: [...past, before].slice(-mostSteps),
  future: [],
});

/** One step back from `now`; null at the beginning. */
export function undone<T>({ past, future }: EditHistory<T>, now: T): { history: EditHistory<T>; value: T } | null {
  const value = past.at(-1);
  return value === undefined ? null : { value, history: { past: past.slice(0, -1), future: [now, ...future] } };
}

/** One step forward again from `now`; null when nothing was undone. */
export function redone<T>({ past, future }: EditHistory<T>, now: T): { history: EditHistory<T>; value: T } | null {
  const [value, ...later] = future;
  return value === undefined ? null : { value, history: { past: [...past, now], future: later } };
}
