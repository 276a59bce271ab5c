import { ActionIcon, Button, Tooltip } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { useCan } from "../../../app/session.ts";
import { Chip } from "../../../ui/chip.tsx";
import classes from "../explorer.module.css";
import { SavedConflict } from "./saved-conflict.tsx";
import type { OpenedQuery } from "./use-saved-query.ts";

/** Which saved query is open, whether it was edited, and what can be done about that. */
export function OpenedQueryBar({ opened, onSaveAs }: { opened: OpenedQuery; onSaveAs: () => void }) {
  const { saved, isEdited, isSaving, isGone } = opened;
  const mayWrite = useCan("insights:write");
  if (saved === null) return isGone ? <Chip tone="warn">The saved query is deleted</Chip> : null;
  return (
    <>
      <span className={classes.opened}>
        <span className={classes.openedName}>{saved.name}</span>
        {isEdited ? <Chip tone="warn">edited</Chip> : null}
        {isEdited && mayWrite ? (
          <Button size="compact-sm" loading={isSaving} onClick={() => opened.save()}>
            Save changes
          </Button>
        ) : null}
        {isEdited ? (
          <Button size="compact-sm" variant="subtle" onClick={() => opened.open(saved)}>
            Take back
          </Button>
        ) : null}
        <Tooltip label="Leave the saved query; the question stays">
          <ActionIcon aria-label={`Leave ${saved.name}`} onClick={opened.close}>
            <IconX size={15} />
          </ActionIcon>
        </Tooltip>
      </span>
      <SavedConflict opened={opened} onSaveAs={onSaveAs} />
    </>
  );
}
