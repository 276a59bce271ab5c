import { useState } from "react";
import type { Column } from "./column.ts";

/** Which columns of a table are shown; the choice is remembered in this browser. */
export function useColumns<Row>(tableId: string, columns: readonly Column<Row>[]) {
  const key = `throughline.columns.${tableId}`;
  const [chosen, setChosen] = useState<Record<string, boolean>>(() => readChoice(localStorage.getItem(key)));
  const isShown = (column: Column<Row>) => column.primary === true || (chosen[column.id] ?? column.optional !== true);
  const show = (id: string, shown: boolean) => {
    const next = { ...chosen, [id]: shown };
    localStorage.setItem(key, JSON.stringify(next));
    setChosen(next);
  };
  return { shown: columns.filter(isShown), isShown, show };
}

/** The remembered choice; whatever is not a choice (an older version, a hand in the storage) counts as none. */
export function readChoice(stored: string | null): Record<string, boolean> {
  if (stored === null) return {};
  try {
    const value: unknown = JSON.parse(stored);
    if (typeof value !== "object" || value === null) return {};
    return Object.fromEntries(Object.entries(value).filter((entry): entry is [string, boolean] => typeof entry[1] === "boolean"));
  } catch (error) {
    if (error instanceof SyntaxError) return {};
    throw error;
  }
}
