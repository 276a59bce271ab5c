import { useHotkeys } from "@mantine/hooks";

/** `j` or ↓ enters a list whose rows carry `data-row`, when nothing on the page has the focus yet. */
export function useListKeys(enabled: boolean): void {
  const enter = (event: KeyboardEvent) => {
    if (!enabled) return;
    const idle = document.activeElement === null || document.activeElement === document.body || document.activeElement.id === "main";
    if (!idle) return;
    const first = [...document.querySelectorAll<HTMLElement>("[data-row]")].find((row) => row.getBoundingClientRect().top >= 0);
    if (!first) return;
    event.preventDefault();
    first.focus();
  };
  useHotkeys([
    ["j", enter, { preventDefault: false }],
    ["ArrowDown", enter, { preventDefault: false }],
  ]);
}
