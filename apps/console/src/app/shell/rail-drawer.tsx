import { Drawer } from "@mantine/core";
import { Rail, type RailProps } from "./rail.tsx";
import classes from "./shell.module.css";

/** The rail on a phone, over the page. */
export default function RailDrawer({ opened, onClose, ...rail }: RailProps & { opened: boolean; onClose: () => void }) {
  return (
    <Drawer.Root opened={opened} onClose={onClose} size={264}>
      <Drawer.Overlay />
      <Drawer.Content aria-label="Menu">
        <Drawer.Body p={0} className={classes.drawer}>
          <Rail {...rail} onNavigate={onClose} />
        </Drawer.Body>
      </Drawer.Content>
    </Drawer.Root>
  );
}
