import type { MouseEvent } from "react";

/** True if a click on a row means the row: not its own links and controls, and not the end of selecting text. */
export function opensRow(event: MouseEvent): boolean {
  if (event.defaultPrevented || event.button !== 0) return false;
  if (event.target instanceof Element && event.target.closest("a, button, input, label, [role=menuitem]")) return false;
  return window.getSelection()?.isCollapsed !== false;
}
