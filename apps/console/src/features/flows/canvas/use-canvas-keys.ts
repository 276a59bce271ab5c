import type { KeyboardEvent, RefObject } from "react";
import type { Direction } from "../graph/walk-flow.ts";
import { useCanvas } from "./canvas-context.ts";

export type CanvasActions = {
  /** Opens the step for editing, and takes the focus there. */
  edit: (id: string) => void;
  add: (id: string, anchor: HTMLElement) => void;
  duplicate: (id: string) => void;
  remove: (id: string) => void;
};

const directions: Partial<Record<string, Direction>> = { ArrowUp: "up", ArrowDown: "down", ArrowLeft: "left", ArrowRight: "right" };

/** The card of a step, where the focus can stand. */
export const cardOf = (container: HTMLElement | null, id: string): HTMLElement | null =>
  container?.querySelector<HTMLElement>(`[data-step="${CSS.escape(id)}"]`) ?? null;

type Options = {
  container: RefObject<HTMLElement | null>;
  /** The step that an arrow leads to; null where there is none. */
  walk: (from: string, direction: Direction) => string | null;
  actions: CanvasActions;
  onWalk?: (id: string) => void;
};

/** Keys on a card: arrows walk, Enter edits, N adds, D copies, Delete removes. */
export function useCanvasKeys({ container, walk, actions, onWalk }: Options) {
  const { editable } = useCanvas();
  return (event: KeyboardEvent) => {
    const card = event.target instanceof HTMLElement ? event.target.closest<HTMLElement>("[data-step]") : null;
    const id = card?.dataset["step"];
    if (!card || id === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    const direction = directions[event.key];
    const act = (run: () => void) => {
      event.preventDefault();
      event.stopPropagation();
      run();
    };
    if (direction !== undefined) {
      act(() => {
        const to = walk(id, direction);
        if (to === null) return;
        cardOf(container.current, to)?.focus({ preventScroll: onWalk !== undefined });
        onWalk?.(to);
      });
    } else if (event.key === "Enter" || event.key === " ") act(() => actions.edit(id));
    else if (!editable) return;
    else if (event.key === "n" || event.key === "N") act(() => actions.add(id, card));
    else if (event.key === "d" || event.key === "D") act(() => actions.duplicate(id));
    else if (event.key === "Delete" || event.key === "Backspace") act(() => actions.remove(id));
  };
}
