import { Menu, type MenuProps } from "@mantine/core";
import { useLayoutEffect, type ReactNode, type Ref, type RefObject } from "react";

export type Anchored = { anchor: RefObject<HTMLElement | null>; onClose: () => void };

/** An open menu at a button that is already there: see `useMenuButton`. Give `Menu.Item`s as children. */
export function AnchoredMenu({
  anchor,
  onClose,
  children,
  ...menu
}: Anchored & Pick<MenuProps, "position" | "width"> & { children: ReactNode }) {
  return (
    <Menu opened onClose={onClose} {...menu}>
      <Menu.Target>
        <AnchorOf element={anchor} />
      </Menu.Target>
      <Menu.Dropdown>{children}</Menu.Dropdown>
    </Menu>
  );
}

/** Hands an element of elsewhere to the menu as its target. */
function AnchorOf({ element, ref }: { element: RefObject<HTMLElement | null>; ref?: Ref<HTMLElement> }) {
  useLayoutEffect(() => {
    if (typeof ref === "function") ref(element.current);
    else if (ref) ref.current = element.current;
  }, [element, ref]);
  return null;
}
