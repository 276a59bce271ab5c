import { useRef, useState } from "react";

/**
 * A button whose menu is loaded when it is about to be used, so that menus are not part of the first load.
 *
 *     const load = () => import("./workspace-menu.tsx");
 *     const WorkspaceMenu = lazy(load);
 *     const menu = useMenuButton(load);
 *     <button {...menu.button}>…</button>
 *     <Suspense>{menu.opened ? <WorkspaceMenu {...menu.anchored} /> : null}</Suspense>
 */
export function useMenuButton(load: () => Promise<unknown>) {
  const anchor = useRef<HTMLButtonElement>(null);
  const [opened, setOpened] = useState(false);
  const preload = () => void load();
  const onClose = () => {
    setOpened(false);
    // Focus returns to the button unless the user has put it somewhere else.
    const focused = document.activeElement;
    if (focused === null || focused === document.body || focused.closest("[role=menu]")) anchor.current?.focus();
  };
  return {
    opened,
    anchored: { anchor, onClose },
    button: {
      ref: anchor,
      "aria-haspopup": "menu" as const,
      "aria-expanded": opened,
      onClick: () => setOpened(!opened),
      onPointerEnter: preload,
      onFocus: preload,
    },
  };
}
