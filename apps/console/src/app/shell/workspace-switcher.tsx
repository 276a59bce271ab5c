import { Menu, UnstyledButton } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate, useRouter } from "@tanstack/react-router";
import { IconCheck, IconPlus, IconSelector } from "@tabler/icons-react";
import { Chip } from "../../ui/chip.tsx";
import { useSession } from "../session.ts";
import { chooseWorkspace } from "../workspace-choice.ts";
import classes from "./rail.module.css";

/** Leaves everything of the old workspace behind and opens another. */
export function useSwitchWorkspace(): (id: string, to?: string) => Promise<void> {
  const queryClient = useQueryClient();
  const router = useRouter();
  const navigate = useNavigate();
  return async (id, to = "/") => {
    chooseWorkspace(id);
    await queryClient.cancelQueries();
    queryClient.clear();
    await navigate({ to });
    await router.invalidate();
  };
}

/** Which workspace this is (sample data says so), and the others. */
export function WorkspaceSwitcher() {
  const { workspace, workspaces, user } = useSession();
  const switchTo = useSwitchWorkspace();
  const navigate = useNavigate();
  return (
    <Menu position="bottom-start" width={248}>
      <Menu.Target>
        <UnstyledButton className={classes.workspace}>
          <span className={classes.mark} />
          <span className={classes.names}>
            <span className="truncate">{workspace.name}</span>
            {workspace.isSample ? <span className={classes.sample}>Sample data</span> : null}
          </span>
          <span className="visually-hidden">Switch workspace</span>
          <IconSelector size={14} aria-hidden="true" />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>Workspaces</Menu.Label>
        {workspaces.map((other) => (
          <Menu.Item
            key={other.id}
            onClick={() => void switchTo(other.id)}
            rightSection={other.id === workspace.id ? <IconCheck size={15} aria-label="current" /> : other.isSample ? <Chip tone="warn">Sample</Chip> : null}
          >
            {other.name}
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
      </Menu.Dropdown>
    </Menu>
  );
}
