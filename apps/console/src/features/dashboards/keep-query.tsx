import { Button, Group, Menu, Modal, Select, Stack, TextInput } from "@mantine/core";
import { describeQuery, type Query, type SavedQuery } from "@throughline/contract";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { IconBell, IconBookmark, IconChevronDown, IconDeviceFloppy, IconLayoutDashboard, IconPencil } from "@tabler/icons-react";
import { useState, type FormEvent } from "react";
import { api } from "../../app/api.ts";
import { notifyDone, notifyFailure } from "../../app/notify.ts";
import { useCan } from "../../app/session.ts";

const newOne = "new";

/** Which dialog is open. */
export type Keeping = "query" | "name" | "dashboard" | null;
/** The saved query that is open, and what is done to it. */
type Opened = {
  saved: SavedQuery | null;
  isEdited: boolean;
  isSaving: boolean;
  open: (saved: SavedQuery) => void;
  save: (more?: { name: string; asked: Query }) => void;
};
type KeepQueryProps = {
  query: Query;
  /** The query as it stands in an address. */
  encoded: string;
  asked: Keeping;
  onAsk: (asked: Keeping) => void;
  opened: Opened;
};

/** What may be done with a question that is worth asking again: save it, put it on a dashboard, be told when its answer changes. Not shown to those who may not. */
export function KeepQuery({ query, encoded, asked, onAsk, opened }: KeepQueryProps) {
  const mayWrite = useCan("insights:write");
  const navigate = useNavigate();
  const { saved, isEdited } = opened;
  if (!mayWrite) return null;
  const close = () => onAsk(null);
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button rightSection={<IconChevronDown size={14} />}>Save</Button>
        </Menu.Target>
        <Menu.Dropdown>
          {saved === null ? null : (
            <>
              <Menu.Item leftSection={<IconDeviceFloppy size={15} />} disabled={!isEdited} onClick={() => opened.save()}>
                {isEdited ? "Save the changes" : "No changes to save"}
              </Menu.Item>
              <Menu.Item leftSection={<IconPencil size={15} />} onClick={() => onAsk("name")}>
                Rename…
              </Menu.Item>
            </>
          )}
          <Menu.Item leftSection={<IconBookmark size={15} />} onClick={() => onAsk("query")}>
            {saved === null ? "Save the query…" : "Save as…"}
          </Menu.Item>
          <Menu.Item leftSection={<IconLayoutDashboard size={15} />} onClick={() => onAsk("dashboard")}>
            Save to a dashboard…
          </Menu.Item>
          {query.kind === "paths" ? null : (
            <Menu.Item
              leftSection={<IconBell size={15} />}
              onClick={() => void navigate({ to: "/insights/alerts", search: (): Record<string, unknown> => ({ new: encoded }) })}
            >
              Alert on it…
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      <Modal opened={asked !== null} onClose={close} title={asked === null ? "" : titles[asked]} size={440}>
        {asked === "dashboard" ? <ToDashboard query={query} onDone={close} /> : null}
        {asked === "query" ? <SaveQuery query={query} from={saved} onSaved={opened.open} onDone={close} /> : null}
        {asked === "name" && saved ? (
          <NameForm
            name={saved.name}
            busy={opened.isSaving}
            onCancel={close}
            onName={(name) => {
              // The question stays as it is saved: what is edited is saved by itself.
              opened.save({ name, asked: saved.query });
              close();
            }}
          />
        ) : null}
      </Modal>
    </>
  );
}

const titles = { query: "Save the query", name: "Rename the saved query", dashboard: "Save to a dashboard" };

const titleOf = (query: Query) => describeQuery(query).slice(0, 120);

type SaveQueryProps = { query: Query; from: SavedQuery | null; onSaved: (saved: SavedQuery) => void; onDone: () => void };

/** Saves as a new one; `from` is the one that it was made of. */
function SaveQuery({ query, from, onSaved, onDone }: SaveQueryProps) {
  const queryClient = useQueryClient();
  const save = useMutation(
    api.savedQueries.create.mutationOptions({
      onSuccess: (saved) => {
        void queryClient.invalidateQueries({ queryKey: api.savedQueries.key() });
        notifyDone("Saved. Dashboards can show it now.");
        onSaved(saved);
        onDone();
      },
      onError: notifyFailure("Could not save the query"),
    }),
  );
  const name = from === null ? titleOf(query) : `${from.name.slice(0, 110)} (copy)`;
  return <NameForm name={name} busy={save.isPending} onCancel={onDone} onName={(chosen) => save.mutate({ name: chosen, query })} />;
}

type NameFormProps = { name: string; busy: boolean; onName: (name: string) => void; onCancel: () => void };

function NameForm({ name: before, busy, onName, onCancel }: NameFormProps) {
  const [name, setName] = useState(before);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onName(name.trim());
  };
  return (
    <form onSubmit={submit}>
      <Stack gap={14}>
        <TextInput
          label="Name"
          maxLength={120}
          data-autofocus
          value={name}
          onFocus={(event) => event.currentTarget.select()}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Buttons busy={busy} disabled={name.trim() === ""} onCancel={onCancel} />
      </Stack>
    </form>
  );
}

function ToDashboard({ query, onDone }: { query: Query; onDone: () => void }) {
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const { data } = useQuery(api.dashboards.list.queryOptions());
  const [title, setTitle] = useState(() => titleOf(query));
  const [chosen, setChosen] = useState<string | null>(null);
  const [name, setName] = useState("");
  const id = chosen ?? data?.items[0]?.id ?? newOne;
  const create = useMutation(api.dashboards.create.mutationOptions());
  const add = useMutation(
    api.dashboards.addTile.mutationOptions({
      onSuccess: (dashboard) => {
        void queryClient.invalidateQueries({ queryKey: api.dashboards.key() });
        onDone();
        void navigate({ to: `/insights/dashboards/${dashboard.id}` });
      },
    }),
  );
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    try {
      const dashboard = id === newOne ? (await create.mutateAsync({ name })).id : id;
      await add.mutateAsync({ id: dashboard, title, query });
    } catch (error) {
      notifyFailure("Could not put it on the dashboard")(error);
    }
  };
  return (
    <form onSubmit={(event) => void submit(event)}>
      <Stack gap={14}>
        <TextInput
          label="Title of the tile"
          maxLength={120}
          data-autofocus
          value={title}
          onChange={(event) => setTitle(event.currentTarget.value)}
        />
        <Select
          label="Dashboard"
          allowDeselect={false}
          value={id}
          data={[...(data?.items ?? []).map((one) => ({ value: one.id, label: one.name })), { value: newOne, label: "A new one…" }]}
          onChange={setChosen}
        />
        {id === newOne ? (
          <TextInput label="Its name" maxLength={120} value={name} onChange={(event) => setName(event.currentTarget.value)} />
        ) : null}
        <Buttons
          busy={create.isPending || add.isPending}
          disabled={title.trim() === "" || (id === newOne && name.trim() === "")}
          onCancel={onDone}
        />
      </Stack>
    </form>
  );
}

function Buttons({ busy, disabled, onCancel }: { busy: boolean; disabled: boolean; onCancel: () => void }) {
  return (
    <Group justify="flex-end" gap={8}>
      <Button onClick={onCancel}>Cancel</Button>
      <Button type="submit" variant="filled" loading={busy} disabled={disabled}>
        Save
      </Button>
    </Group>
  );
}
