import { isDeepStrictEqual } from "node:util";

/** For the audit log: the named parts that are another afterwards, as they were and as they are. A part that is undefined afterwards was not changed. */
export function changedParts<Part extends string>(
  before: Readonly<Record<Part, unknown>>,
  after: Readonly<Partial<Record<Part, unknown>>>,
  parts: readonly Part[],
): { before: Partial<Record<Part, unknown>>; after: Partial<Record<Part, unknown>> } {
  const changed = parts.filter((part) => after[part] !== undefined && !isDeepStrictEqual(before[part], after[part]));
  const only = (whole: Readonly<Partial<Record<Part, unknown>>>) =>
    Object.fromEntries(changed.map((part) => [part, whole[part]])) as Partial<Record<Part, unknown>>;
  return { before: only(before), after: only(after) };
}
