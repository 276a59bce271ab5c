import { ActionIcon, Button, Menu } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useMutation } from "@tanstack/react-query";
import type { Person } from "@throughline/contract";
import { IconArrowMerge, IconDots, IconDownload, IconId, IconTrash } from "@tabler/icons-react";
import { useRef } from "react";
import { client } from "../../app/api.ts";
import { notifyDone, notifyFailure } from "../../app/notify.ts";
import { useCan } from "../../app/session.ts";
import { downloadFile } from "../../ui/chart/download-file.ts";
import { plural } from "../../ui/format-number.ts";
import { DeletePersonDialog } from "./delete-person-dialog.tsx";

/** What can be done with a person: merge, export, delete. Only what the user may. */
export function PersonActions({ person, onMerge }: { person: Person; onMerge: () => void }) {
  const [deleting, deletion] = useDisclosure(false);
  const more = useRef<HTMLButtonElement>(null);
  const askToDelete = () => {
    // Where the focus returns to when the dialog closes: the menu's entry is gone by then.
    more.current?.focus();
    deletion.open();
  };
  const mayMerge = useCan("people:write");
  const mayExport = useCan("people:export");
  const mayDelete = useCan("people:delete");
  const exportPerson = useMutation({
    mutationFn: () => client.people.export({ id: person.id }),
    onError: notifyFailure("Could not export"),
    onSuccess: (content) => {
      downloadFile(`${person.id}.json`, new Blob([JSON.stringify(content, null, 2)], { type: "application/json" }));
      const what = plural(content.interactions.length, "interaction");
      notifyDone(content.truncated ? `Exported with the first ${what}; the rest was cut.` : `Exported with ${what}.`);
    },
  });
  return (
    <>
      {mayMerge ? (
        <Button leftSection={<IconArrowMerge size={16} />} onClick={onMerge}>
          Merge with…
        </Button>
      ) : null}
      {mayExport ? (
        <Button leftSection={<IconDownload size={16} />} loading={exportPerson.isPending} onClick={() => exportPerson.mutate()}>
          Export JSON
        </Button>
      ) : null}
      <Menu position="bottom-end" width={200}>
        <Menu.Target>
          <ActionIcon ref={more} size={32} variant="default" aria-label="More actions">
            <IconDots size={16} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconId size={16} />} onClick={() => void copyId(person.id)}>
            Copy person id
          </Menu.Item>
          {mayDelete ? (
            <Menu.Item c="var(--bleed-ink)" leftSection={<IconTrash size={16} />} onClick={askToDelete}>
              Delete…
            </Menu.Item>
          ) : null}
        </Menu.Dropdown>
      </Menu>
      <DeletePersonDialog person={person} opened={deleting} onClose={deletion.close} />
    </>
  );
}

async function copyId(id: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(id);
    notifyDone("Copied.");
  } catch (error) {
    notifyFailure("Could not copy")(error);
  }
}
