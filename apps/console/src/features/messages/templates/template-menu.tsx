import { ActionIcon, Button, Group, Menu, Modal, Stack, TextInput } from "@mantine/core";
import type { Template } from "@throughline/contract";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { IconDots, IconHistory, IconPencil, IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import { api } from "../../../app/api.ts";
import { notifyDone, notifyFailure } from "../../../app/notify.ts";
import { useCan } from "../../../app/session.ts";
import { ConfirmDialog } from "../../../ui/confirm-dialog.tsx";
import { ErrorState } from "../../../ui/error-state.tsx";
import { SideDrawer } from "../../../ui/side-drawer.tsx";
import { LinesSkeleton } from "../../../ui/skeletons.tsx";
import { TimeAgo } from "../../../ui/time-ago.tsx";
import classes from "../messages.module.css";

/** What else can be done with a template: rename it, look at what it said before, delete it. */
export function TemplateMenu({ template }: { template: Template }) {
  const mayWrite = useCan("flows:write");
  const [open, setOpen] = useState<"rename" | "versions" | "delete" | null>(null);
  const close = () => setOpen(null);
  return (
    <>
      <Menu position="bottom-end" withinPortal>
        <Menu.Target>
          <ActionIcon variant="default" size={32} aria-label="More">
            <IconDots size={16} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconHistory size={15} />} onClick={() => setOpen("versions")}>
            Versions
          </Menu.Item>
          {mayWrite ? (
            <>
              <Menu.Item leftSection={<IconPencil size={15} />} onClick={() => setOpen("rename")}>
                Rename
              </Menu.Item>
              <Menu.Item leftSection={<IconTrash size={15} />} onClick={() => setOpen("delete")}>
                Delete
              </Menu.Item>
            </>
          ) : null}
        </Menu.Dropdown>
      </Menu>
      <Rename key={`${open}`} template={template} opened={open === "rename"} onClose={close} />
      <SideDrawer opened={open === "versions"} onClose={close} title={`Versions of ${template.name}`}>
        {open === "versions" ? <Versions template={template} /> : null}
      </SideDrawer>
      <Delete template={template} opened={open === "delete"} onClose={close} />
    </>
  );
}

type PartProps = { template: Template; opened: boolean; onClose: () => void };

function Rename({ template, opened, onClose }: PartProps) {
  const queryClient = useQueryClient();
  const [name, setName] = useState(template.name);
  const [description, setDescription] = useState(template.description);
  const save = useMutation(
    api.messages.updateTemplate.mutationOptions({
      onSuccess: (saved) => {
        queryClient.setQueryData(api.messages.template.queryKey({ input: { key: template.key } }), saved);
        onClose();
      },
      onError: notifyFailure("Could not rename it"),
    }),
  );
  return (
    <Modal opened={opened} onClose={onClose} title="Rename the template" size={440}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate({ key: template.key, name: name.trim(), description: description.trim() });
        }}
      >
        <Stack gap={16}>
          <TextInput label="Name" data-autofocus maxLength={200} value={name} onChange={(event) => setName(event.currentTarget.value)} />
          <TextInput
            label="What it is for"
            placeholder="none"
            maxLength={2000}
            value={description}
            onChange={(event) => setDescription(event.currentTarget.value)}
          />
          <Group justify="flex-end" gap={8}>
            <Button onClick={onClose}>Cancel</Button>
            <Button type="submit" variant="filled" loading={save.isPending} disabled={name.trim() === ""}>
              Save
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

function Versions({ template }: { template: Template }) {
  const { data, error, refetch } = useQuery(api.messages.templateVersions.queryOptions({ input: { key: template.key } }));
  if (error && !data) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return <LinesSkeleton lines={4} />;
  if (data.items.length === 0) return <p className="dim">It was never published.</p>;
  return (
    <ol className={classes.history}>
      {data.items.map(({ version, publishedAt, publishedBy, content }) => (
        <li key={version}>
          <details>
            <summary>
              Version {version} <span className="dim">by {publishedBy}</span>
            </summary>
            <pre className={classes.plain} tabIndex={0}>
              {JSON.stringify(content.locales, null, 2).replaceAll("\\n", "\n")}
            </pre>
          </details>
          <span className="dim small">
            <TimeAgo at={publishedAt} />
          </span>
        </li>
      ))}
    </ol>
  );
}

function Delete({ template, opened, onClose }: PartProps) {
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const remove = useMutation(
    api.messages.deleteTemplate.mutationOptions({
      onSuccess: async () => {
        notifyDone(`${template.name} is deleted.`);
        await navigate({ to: "/engage/messages/templates" });
        queryClient.removeQueries({ queryKey: api.messages.template.key() });
        await queryClient.invalidateQueries({ queryKey: api.messages.templates.key() });
      },
      onError: notifyFailure("Could not delete it"),
    }),
  );
  return (
    <ConfirmDialog
      opened={opened}
      onClose={onClose}
      title={`Delete ${template.name}?`}
      confirmLabel="Delete"
      destructive
      busy={remove.isPending}
      onConfirm={() => remove.mutate({ key: template.key })}
    >
      Flows that send it can send it no more. What was sent keeps what it said.
    </ConfirmDialog>
  );
}
