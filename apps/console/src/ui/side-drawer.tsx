import { Drawer } from "@mantine/core";
import type { ReactNode } from "react";

/** Details beside the page that opened them; the whole width on a phone. */
export function SideDrawer({
  opened,
  onClose,
  title,
  size = 520,
  children,
}: {
  opened: boolean;
  onClose: () => void;
  title: ReactNode;
  size?: number;
  children: ReactNode;
}) {
  return (
    <Drawer
      opened={opened}
      onClose={onClose}
      title={title}
      position="right"
      size={size}
      styles={{ title: { fontWeight: 600, minWidth: 0 }, content: { maxWidth: "100vw" } }}
    >
      {children}
    </Drawer>
  );
}
