import { useEffect, useState } from "react";

/**
 * What is typed while the palette is opening: between its shortcut and its field having the focus, which on the first use takes
 * as long as loading it. Without this the first letters would be lost, or run as shortcuts.
 */
export function useEarlyTyping(opening: boolean): string {
  const [typed, setTyped] = useState("");
  useEffect(() => {
    if (!opening) return;
    setTyped("");
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.target instanceof HTMLInputElement || event.ctrlKey || event.metaKey || event.key.length !== 1) return;
      event.preventDefault();
      event.stopPropagation();
      setTyped((before) => before + event.key);
    };
    document.addEventListener("keydown", onKeyDown, { capture: true });
    return () => document.removeEventListener("keydown", onKeyDown, { capture: true });
  }, [opening]);
  return typed;
}
