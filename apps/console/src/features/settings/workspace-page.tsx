import { Button, Select, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { ApiError } from "../../app/api-error.ts";
import { api } from "../../app/api.ts";
import { notifyDone } from "../../app/notify.ts";
import { sessionQuery, useCan, useSession } from "../../app/session.ts";
import { whyNot } from "../../app/who-may.ts";
import { Card } from "../../ui/card.tsx";
import { Chip } from "../../ui/chip.tsx";
import { CopyButton } from "../../ui/copy-button.tsx";
import { formatClock, formatDate } from "../../ui/format-time.ts";
import { KeyValue } from "../../ui/key-value.tsx";
import { Page } from "../../ui/page.tsx";
import { useNow } from "../../ui/time-ago.tsx";
import classes from "./settings.module.css";

/** Name and time zone of the workspace. */
export function WorkspacePage() {
  const { workspace } = useSession();
  return (
    <Page title="Workspace" badges={workspace.isSample ? <Chip tone="warn">Sample data</Chip> : null} width="narrow">
      <Card>
        <WorkspaceForm key={workspace.id} />
      </Card>
      <Card title="Facts">
        <KeyValue
          items={[
            { label: "Short name", value: <code>{workspace.slug}</code> },
            {
              label: "Id",
              value: (
                <span className={classes.copyable}>
                  <code>{workspace.id}</code>
                  <CopyButton value={workspace.id} what="the id" />
                </span>
              ),
            },
            { label: "Created", value: formatDate(new Date(workspace.createdAt), workspace.timezone) },
          ]}
        />
      </Card>
    </Page>
  );
}

function WorkspaceForm() {
  const { workspace, role } = useSession();
  const queryClient = useQueryClient();
  const mayWrite = useCan("workspace:write");
  const [name, setName] = useState(workspace.name);
  const [timezone, setTimezone] = useState(workspace.timezone);
  const save = useMutation(
    api.workspace.update.mutationOptions({
      onSuccess: async () => {
        await queryClient.invalidateQueries({ queryKey: sessionQuery().queryKey });
        notifyDone("Saved.");
      },
    }),
  );
  const changed = (name.trim() !== workspace.name && name.trim() !== "") || timezone !== workspace.timezone;
  const failure = save.error instanceof ApiError ? save.error : null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (changed) save.mutate({ name: name.trim(), timezone });
  };
  return (
    <form className={classes.form} onSubmit={submit}>
      {mayWrite ? null : <p className="dim small">{whyNot("workspace:write", role)}</p>}
      <TextInput
        label="Name"
        maxLength={80}
        disabled={!mayWrite}
        error={failure?.issueOf("name")}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Select
        label="Time zone"
        description="Days begin and end by it, and times are shown in it, for everybody here."
        searchable
        allowDeselect={false}
        disabled={!mayWrite}
        error={failure?.issueOf("timezone")}
        data={timeZones(workspace.timezone)}
        value={timezone}
        onChange={(value) => setTimezone(value ?? timezone)}
      />
      <ThereNow timezone={timezone} />
      {failure && failure.issues.length === 0 ? (
        <p role="alert" className={classes.bleeds}>
          {failure.message}
        </p>
      ) : null}
      {mayWrite ? (
        <div>
          <Button type="submit" variant="filled" loading={save.isPending} disabled={!changed}>
            Save
          </Button>
        </div>
      ) : null}
    </form>
  );
}

function ThereNow({ timezone }: { timezone: string }) {
  return <p className="dim small">It is {formatClock(useNow(), timezone)} there now.</p>;
}

/** Every zone this browser knows, and the workspace's own if that is another. */
function timeZones(own: string): string[] {
  return [...new Set([own, "UTC", ...Intl.supportedValuesOf("timeZone")])].toSorted();
}
