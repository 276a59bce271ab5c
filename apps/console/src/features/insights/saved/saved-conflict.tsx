import { Button, Group, Modal, Stack } from "@mantine/core";
import { describeQuery } from "@throughline/contract";
import { TimeAgo } from "../../../ui/time-ago.tsx";
import type { OpenedQuery } from "./use-saved-query.ts";

/** Somebody changed the saved query since it was opened: theirs is shown, and nothing is lost before one chooses. */
export function SavedConflict({ opened, onSaveAs }: { opened: OpenedQuery; onSaveAs: () => void }) {
  const { theirs, isSaving, forgetTheirs } = opened;
  return (
    <Modal opened={theirs !== null} onClose={forgetTheirs} title="Changed meanwhile" size={480}>
      {theirs === null ? null : (
        <Stack gap={16}>
          <div className="dim">
            “{theirs.name}” was changed <TimeAgo at={theirs.updatedAt} />, after you opened it. It is now: {describeQuery(theirs.query)}.
          </div>
          <Group justify="flex-end" gap={8}>
            <Button onClick={() => opened.open(theirs)}>Open theirs</Button>
            <Button loading={isSaving} onClick={() => opened.save({ version: theirs })}>
              Save over it
            </Button>
            <Button
              variant="filled"
              onClick={() => {
                forgetTheirs();
                onSaveAs();
              }}
            >
              Save as…
            </Button>
          </Group>
        </Stack>
      )}
    </Modal>
  );
}
