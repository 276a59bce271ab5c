import { useEffect, useRef } from "react";

/** What was just added to a list is chosen at once: its picker opens when it is there. `list` holds the items; call `openNext` when adding. */
export function useOpenAdded<E extends HTMLElement>(count: number) {
  const list = useRef<E>(null);
  const expected = useRef(false);
  useEffect(() => {
    if (!expected.current) return;
    expected.current = false;
    const pickers = list.current?.lastElementChild?.querySelectorAll<HTMLElement>("[data-picker]");
    pickers?.[0]?.click();
  }, [count]);
  return {
    list,
    openNext: () => {
      expected.current = true;
    },
  };
}
