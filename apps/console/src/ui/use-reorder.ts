import { useState, type DragEvent, type KeyboardEvent } from "react";

/**
 * Lets the items of a list change places: an item's handle is dragged, or moved with the arrow keys up and down. `move` hears of places that may lie outside the list.
 * Spread `itemProps` on each item and `handleProps` on the button that moves it.
 */
export function useReorder(move: (from: number, to: number) => void) {
  const [dragged, setDragged] = useState<number | null>(null);
  return {
    itemProps: (index: number) => ({
      "data-dragged": dragged === index || undefined,
      onDragOver: (event: DragEvent) => dragged !== null && event.preventDefault(),
      onDrop: (event: DragEvent) => {
        event.preventDefault();
        if (dragged !== null) move(dragged, index);
      },
    }),
    handleProps: (index: number) => ({
      type: "button" as const,
      "data-handle": true,
      draggable: true,
      onDragStart: () => setDragged(index),
      onDragEnd: () => setDragged(null),
      onKeyDown: (event: KeyboardEvent) => {
        const step = event.key === "ArrowUp" ? -1 : event.key === "ArrowDown" ? 1 : 0;
        if (step === 0) return;
        event.preventDefault();
        move(index, index + step);
      },
    }),
  };
}
