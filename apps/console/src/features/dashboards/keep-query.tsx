import { Button, Group, Menu, Modal, Select, Stack, TextInput } from "@mantine/core";
import { describeQuery, type Query } from "@throughline/contract";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { IconBell, IconBookmark, IconChevronDown, IconLayoutDashboard } from "@tabler/icons-react";
import { useState, type FormEvent } from "react";
import { api } from "../../app/api.ts";
import { notifyDone, notifyFailure } from "../../app/notify.ts";
import { useCan } from "../../app/session.ts";

const newOne = "new";

/** What may be done with a question that is worth asking again: save it, put it on a dashboard, be told when its answer changes. Not shown to those who may not. `encoded` is the query as it stands in an address. */
export function KeepQuery({ query, encoded }: { query: Query; encoded: string }) {
  const mayWrite = useCan("insights:write");
  const navigate = useNavigate();
  const [asked, setAsked] = useState<"query" | "dashboard" | null>(null);
  if (!mayWrite) return null;
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button rightSection={<IconChevronDown size={14} />}>Save</Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconBookmark size={15} />} onClick={() => setAsked("query")}>
            Save the query…
          </Menu.Item>
          <Menu.Item leftSection={<IconLayoutDashboard size={15} />} onClick={() => setAsked("dashboard")}>
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
      <Modal
        opened={asked !== null}
        onClose={() => setAsked(null)}
        title={asked === "dashboard" ? "Save to a dashboard" : "Save the query"}
        size={440}
      >
        {asked === "dashboard" ? <ToDashboard query={query} onDone={() => setAsked(null)} /> : null}
        {asked === "query" ? <SaveQuery query={query} onDone={() => setAsked(null)} /> : null}
      </Modal>
    </>
  );
}

const titleOf = (query: Query) => describeQuery(query).slice(0, 120);

function SaveQuery({ query, onDone }: { query: Query; onDone: () => void }) {
  const queryClient = useQueryClient();
  const [name, setName] = useState(() => titleOf(query));
  const save = useMutation(
    api.savedQueries.create.mutationOptions({
      onSuccess: () => {
        void queryClient.invalidateQueries({ queryKey: api.savedQueries.key() });
        notifyDone("Saved. Dashboards can show it now.");
        onDone();
      },
      onError: notifyFailure("Could not save the query"),
    }),
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate({ name, query });
  };
  return (
    <form onSubmit={submit}>
      <Stack gap={14}>
        <TextInput label="Name" maxLength={120} data-autofocus value={name} onChange={(event) => setName(event.currentTarget.value)} />
        <Buttons busy={save.isPending} disabled={name.trim() === ""} onCancel={onDone} />
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
