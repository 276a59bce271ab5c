import { useRef, useState, type FocusEvent, type KeyboardEvent } from "react";

/**
 * Moves the focus from row to row with the arrow keys, `j` and `k`, Home and End, and opens one with Enter.
 * Only one row is in the tab order; rows carry `data-row` with their index.
 */
export function useRowKeys(
  count: number,
  onOpen: ((index: number, event: KeyboardEvent) => void) | undefined,
  reveal: (index: number) => void,
) {
  const [active, setActive] = useState(0);
  // Where the keys have got to: a held key is faster than the focus, which follows with the next frame.
  const at = useRef(0);

  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (rowIndexOf(event.target) === null) return;
    const from = at.current;
    if (event.key === "Enter") {
      onOpen?.(from, event);
      return;
    }
    const to = targetRow(event.key, from, count);
    if (to === null) return;
    event.preventDefault();
    at.current = to;
    setActive(to);
    reveal(to);
    const table = event.currentTarget;
    requestAnimationFrame(() => {
      if (at.current === to) table.querySelector<HTMLElement>(`[data-row="${to}"]`)?.focus();
    });
  };
  const onFocus = (event: FocusEvent<HTMLElement>) => {
    const index = rowIndexOf(event.target);
    if (index === null) return;
    at.current = index;
    setActive(index);
  };
  return { active: Math.min(active, Math.max(0, count - 1)), onKeyDown, onFocus };
}

/** The row that a key moves to, or null if the key moves nothing. */
export function targetRow(key: string, from: number, count: number): number | null {
  const moves: Record<string, number> = {
    ArrowDown: from + 1,
    j: from + 1,
    ArrowUp: from - 1,
    k: from - 1,
    Home: 0,
    End: count - 1,
    PageDown: from + 10,
    PageUp: from - 10,
  };
  const to = moves[key];
  return to === undefined ? null : Math.max(0, Math.min(count - 1, to));
}

// Only when the row itself has the focus: keys inside its buttons and links stay theirs.
function rowIndexOf(target: EventTarget): number | null {
  const index = target instanceof HTMLElement ? target.dataset["row"] : undefined;
  return index === undefined ? null : Number(index);
}
