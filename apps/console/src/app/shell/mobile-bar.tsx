import { ActionIcon } from "@mantine/core";
import { IconMenu2, IconSearch } from "@tabler/icons-react";
import { Chip } from "../../ui/chip.tsx";
import { useSession } from "../session.ts";
import classes from "./shell.module.css";
import { shownName } from "./shown-name.ts";

/** The bar on a phone: menu, where we are, search. */
export function MobileBar({ onMenu, onPalette }: { onMenu: () => void; onPalette: () => void }) {
  const { workspace } = useSession();
  return (
    <section className={classes.mobileBar} aria-label="Menu bar">
      <ActionIcon aria-label="Open menu" size={36} onClick={onMenu}>
        <IconMenu2 size={20} />
      </ActionIcon>
      <span className={classes.mobileTitle}>
        <span className="truncate">{shownName(workspace)}</span>
        {workspace.isSample ? <Chip tone="warn">Sample data</Chip> : null}
      </span>
      <ActionIcon aria-label="Search or jump to" size={36} onClick={onPalette}>
        <IconSearch size={18} />
      </ActionIcon>
    </section>
  );
}
