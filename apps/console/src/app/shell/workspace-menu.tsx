import { Menu } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { IconCheck, IconPlus } from "@tabler/icons-react";
import { AnchoredMenu, type Anchored } from "../../ui/anchored-menu.tsx";
import { Chip } from "../../ui/chip.tsx";
import { useSession } from "../session.ts";
import { useSwitchWorkspace } from "./use-switch-workspace.ts";

/** The user's workspaces, and the way to connect a product. */
export default function WorkspaceMenu(anchored: Anchored) {
  const { workspace, workspaces, user } = useSession();
  const switchTo = useSwitchWorkspace();
  const navigate = useNavigate();
  return (
    <AnchoredMenu {...anchored} position="bottom-start" width={248}>
      <Menu.Label>Workspaces</Menu.Label>
      {workspaces.map(({ id, name, isSample }) => (
        <Menu.Item
          key={id}
          onClick={() => void switchTo(id)}
          rightSection={
            id === workspace.id ? <IconCheck size={15} aria-label="current" /> : isSample ? <Chip tone="warn">Sample</Chip> : null
          }
        >
          {name}
        </Menu.Item>
      ))}
      {user ? (
        <>
          <Menu.Divider />
          <Menu.Item leftSection={<IconPlus size={15} />} onClick={() => void navigate({ to: "/welcome" })}>
            Connect a product
          </Menu.Item>
        </>
      ) : null}
    </AnchoredMenu>
  );
}
