import { ActionIcon, Menu } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import type { Flow } from "@throughline/contract";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import {
  IconCopy,
  IconDots,
  IconPencil,
  IconPlayerPause,
  IconPlayerPlay,
  IconPlayerStop,
  IconTrash,
  IconUserPlus,
} from "@tabler/icons-react";
import { lazy, Suspense } from "react";
import { api } from "../../../app/api.ts";
import { notifyDone, notifyFailure } from "../../../app/notify.ts";
import { useCan } from "../../../app/session.ts";
import { ConfirmDialog } from "../../../ui/confirm-dialog.tsx";
import type { Draft } from "../draft/use-draft.ts";
import { flowAddress } from "../use-flow.ts";

const RenameDialog = lazy(async () => ({ default: (await import("./rename-dialog.tsx")).RenameDialog }));
const LetInDrawer = lazy(async () => ({ default: (await import("./let-in-drawer.tsx")).LetInDrawer }));

/** What is rarely done with a flow: pause, stop, go on, rename, copy, delete, let somebody in by hand. */
export function FlowMenu({ flow, draft }: { flow: Flow; draft: Draft }) {
  const editable = useCan("flows:write");
  const [stopping, stop] = useDisclosure(false);
  const [deleting, ask] = useDisclosure(false);
  const [renaming, rename] = useDisclosure(false);
  const [letting, letIn] = useDisclosure(false);
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const keep = (after: Flow) => {
    queryClient.setQueryData(api.flows.get.queryKey({ input: { key: after.key } }), after);
    void queryClient.invalidateQueries({ queryKey: api.flows.list.key() });
  };
  const setState = useMutation(
    api.flows.setState.mutationOptions({
      onSuccess: (after) => {
        keep(after);
        stop.close();
        notifyDone(
          {
            live: "It goes on: people come in.",
            paused: "It is paused: everybody stands still.",
            stopped: "It is stopped: nobody comes in.",
          }[after.state as "live"] ?? "Done.",
        );
      },
      onError: notifyFailure("Could not change the flow"),
    }),
  );
  const copy = useMutation(
    api.flows.create.mutationOptions({
      onSuccess: async (made) => {
        keep(made);
        await navigate({ to: flowAddress(made.key) });
        notifyDone(`${made.name} is a draft of its own.`);
      },
      onError: notifyFailure("Could not copy the flow"),
    }),
  );
  const remove = useMutation(
    api.flows.delete.mutationOptions({
      onSuccess: async () => {
        notifyDone(`${flow.name} is deleted.`);
        await navigate({ to: "/engage/flows" });
        queryClient.removeQueries({ queryKey: api.flows.get.queryKey({ input: { key: flow.key } }) });
        await queryClient.invalidateQueries({ queryKey: api.flows.list.key() });
      },
      onError: notifyFailure("Could not delete the flow"),
    }),
  );
  if (!editable) return null;
  const isPublished = flow.state !== "draft";
  return (
    <>
      <Menu position="bottom-end" width={230}>
        <Menu.Target>
          <ActionIcon variant="default" size={32} aria-label="More about the flow">
            <IconDots size={16} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {flow.state === "live" ? (
            <>
              <Menu.Item leftSection={<IconUserPlus size={15} />} onClick={letIn.open}>
                Let somebody in…
              </Menu.Item>
              <Menu.Item leftSection={<IconPlayerPause size={15} />} onClick={() => setState.mutate({ key: flow.key, state: "paused" })}>
                Pause: all stand still
              </Menu.Item>
            </>
          ) : null}
          {isPublished && (flow.state === "paused" || flow.state === "stopped") ? (
            <Menu.Item leftSection={<IconPlayerPlay size={15} />} onClick={() => setState.mutate({ key: flow.key, state: "live" })}>
              Go on
            </Menu.Item>
          ) : null}
          {isPublished && flow.state !== "stopped" ? (
            <Menu.Item leftSection={<IconPlayerStop size={15} />} onClick={stop.open}>
              Stop: nobody comes in…
            </Menu.Item>
          ) : null}
          {isPublished ? <Menu.Divider /> : null}
          <Menu.Item leftSection={<IconPencil size={15} />} onClick={rename.open}>
            Rename…
          </Menu.Item>
          <Menu.Item
            leftSection={<IconCopy size={15} />}
            onClick={() =>
              void draft.flush().then((isSaved) => {
                if (isSaved) copy.mutate({ name: `${flow.name}, copy`, description: flow.description, copyOf: flow.key });
              })
            }
          >
            Copy the flow
          </Menu.Item>
          <Menu.Item c="var(--bleed-ink)" leftSection={<IconTrash size={15} />} onClick={ask.open}>
            Delete…
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <ConfirmDialog
        opened={stopping}
        onClose={stop.close}
        title={`Stop ${flow.name}?`}
        confirmLabel="Stop it"
        busy={setState.isPending}
        onConfirm={() => setState.mutate({ key: flow.key, state: "stopped" })}
      >
        Nobody comes in any more. The {flow.inside} in it go on to their end; pause it instead if they are to stand still.
      </ConfirmDialog>
      <ConfirmDialog
        opened={deleting}
        onClose={ask.close}
        title={`Delete ${flow.name}?`}
        confirmLabel="Delete the flow"
        destructive
        busy={remove.isPending}
        onConfirm={() => remove.mutate({ key: flow.key })}
        {...(isPublished ? { typeToConfirm: flow.name } : {})}
      >
        Its runs, its versions and its report are gone. What it did stays on the timelines of those it reached.
      </ConfirmDialog>
      <Suspense>
        {renaming ? <RenameDialog flow={flow} onDone={keep} onClose={rename.close} /> : null}
        {letting ? <LetInDrawer flow={flow} onClose={letIn.close} /> : null}
      </Suspense>
    </>
  );
}
