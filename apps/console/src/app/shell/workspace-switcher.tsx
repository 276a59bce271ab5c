import { UnstyledButton } from "@mantine/core";
import { IconSelector } from "@tabler/icons-react";
import { lazy, Suspense } from "react";
import { useMenuButton } from "../../ui/use-menu-button.ts";
import { useSession } from "../session.ts";
import { shownName } from "./shown-name.ts";
import classes from "./rail.module.css";

const load = () => import("./workspace-menu.tsx");
const WorkspaceMenu = lazy(load);

/** Which workspace this is (sample data says so), and the way to the others. */
export function WorkspaceSwitcher() {
  const { workspace } = useSession();
  const menu = useMenuButton(load);
  return (
    <>
      <UnstyledButton className={classes.workspace} {...menu.button}>
        <span className={classes.mark} />
        <span className={classes.names}>
          <span className="truncate">{shownName(workspace)}</span>
          {workspace.isSample ? <span className={classes.sample}>Sample data</span> : null}
        </span>
        <span className="visually-hidden">Switch workspace</span>
        <IconSelector size={14} aria-hidden="true" />
      </UnstyledButton>
      <Suspense>{menu.opened ? <WorkspaceMenu {...menu.anchored} /> : null}</Suspense>
    </>
  );
}
