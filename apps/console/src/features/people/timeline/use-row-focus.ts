import { useLayoutEffect, useRef, useState, type FocusEvent, type KeyboardEvent } from "react";

/** Walks the rows of a timeline with the arrow keys, `j` and `k`, Home and End. One row is in the tab order; its button carries `data-step` with its index. */
export function useRowFocus(count: number, isStop: (index: number) => boolean, reveal: (index: number) => void) {
  const [chosen, setChosen] = useState(0);
  const container = useRef<HTMLDivElement>(null);
  const hasFocus = useRef(false);
  let active = Math.min(chosen, Math.max(0, count - 1));
  while (active < count - 1 && !isStop(active)) active++;

  // A row far away is drawn some frames after the window has come to it.
  const focusStep = (step: number, framesLeft = 40) => {
    const row = container.current?.querySelector<HTMLElement>(`[data-step="${step}"]`);
    if (row) row.focus({ preventScroll: true });
    else if (framesLeft > 0) requestAnimationFrame(() => focusStep(step, framesLeft - 1));
  };
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const from = stepOf(event.target);
    if (from === null || event.ctrlKey || event.metaKey || event.altKey) return;
    const to = targetStep(event.key, from, count, isStop);
    if (to === null) return;
    event.preventDefault();
    setChosen(to);
    reveal(to);
    focusStep(to);
  };
  const onFocus = (event: FocusEvent<HTMLElement>) => {
    const index = stepOf(event.target);
    if (index === null) return;
    hasFocus.current = true;
    setChosen(index);
  };
  const onBlur = (event: FocusEvent<HTMLElement>) => {
    if (event.target.isConnected) hasFocus.current = false;
  };
  // A row can go while it has the focus: scrolled out of the document, or drawn anew with older interactions in it. The keys stay here.
  useLayoutEffect(() => {
    if (hasFocus.current && document.activeElement === document.body)
      container.current?.querySelector<HTMLElement>(`[data-step="${active}"]`)?.focus({ preventScroll: true });
  });
  return { active, container, onKeyDown, onFocus, onBlur };
}

/** The row that a key moves to: the next in its direction that can be stopped at; null if the key moves nothing. */
export function targetStep(key: string, from: number, count: number, isStop: (index: number) => boolean): number | null {
  const moves: Record<string, [start: number, step: number]> = {
    ArrowDown: [from + 1, 1],
    j: [from + 1, 1],
    ArrowUp: [from - 1, -1],
    k: [from - 1, -1],
    Home: [0, 1],
    End: [count - 1, -1],
  };
  const move = moves[key];
  if (!move) return null;
  let [index] = move;
  while (index >= 0 && index < count && !isStop(index)) index += move[1];
  return index >= 0 && index < count ? index : null;
}

function stepOf(target: EventTarget): number | null {
  const step = target instanceof HTMLElement ? target.dataset["step"] : undefined;
  return step === undefined ? null : Number(step);
}
