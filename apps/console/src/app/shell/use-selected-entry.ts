import type { SpotlightStore } from "@mantine/spotlight";
import { useEffect, useRef, type KeyboardEvent } from "react";

/**
 * Keeps an entry of the palette selected while somebody searches: the first, until they walk with the arrow keys; then theirs. The library
 * selects as one types, but is not told of what is found after that, and of what appears above.
 */
export function useSelectedEntry(store: SpotlightStore, query: string) {
  const walked = useRef(false);
  useEffect(() => {
    walked.current = false;
  }, [query]);
  useEffect(() => {
    const list = query === "" ? null : document.getElementById(store.getState().listId);
    if (!list) return;
    const entries = [...list.querySelectorAll("[data-action]")];
    const before = entries.findIndex((entry) => entry.hasAttribute("data-selected"));
    const selected = walked.current && before >= 0 ? before : 0;
    if (selected !== before) {
      entries[before]?.removeAttribute("data-selected");
      entries[selected]?.setAttribute("data-selected", "true");
    }
    if (store.getState().selected !== selected) store.updateState((state) => ({ ...state, selected }));
  });
  return {
    onKeyDown: ({ key }: KeyboardEvent) => {
      if (key === "ArrowDown" || key === "ArrowUp") walked.current = true;
    },
  };
}
