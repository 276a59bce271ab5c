import { Button, Select, TextInput } from "@mantine/core";
import type { Source } from "@throughline/contract";
import { IconCheck } from "@tabler/icons-react";
import { useState, type FormEvent } from "react";
import { ApiError } from "../../app/api-error.ts";
import { CodeBlock } from "../../ui/code-block.tsx";
import { formatDuration } from "../../ui/format-time.ts";
import { parseJsonObject } from "../../ui/json-field/parse-json-object.ts";
import { JsonField } from "../../ui/json-field/json-field.tsx";
import { LinkButton } from "../../ui/link-button.tsx";
import { SideDrawer } from "../../ui/side-drawer.tsx";
import { TextLink } from "../../ui/text-link.tsx";
import classes from "./debugger.module.css";
import { toCurl } from "./send-test-event.ts";
import { testable } from "./testable.ts";
import type { useTestEvent } from "./use-test-event.ts";

type TestEventDrawerProps = {
  opened: boolean;
  onClose: () => void;
  sources: readonly Source[];
  preferred: string | undefined;
  test: ReturnType<typeof useTestEvent>;
};

/** Writes an event and sends it from this browser, through the same door as any SDK. */
export function TestEventDrawer({ opened, onClose, sources, preferred, test }: TestEventDrawerProps) {
  return (
    <SideDrawer opened={opened} onClose={onClose} title="Send a test event">
      {testable(sources).length === 0 ? (
        <p className="dim">
          There is no enabled source to send with.{" "}
          <TextLink to="/data/sources" className="underlined">
            See the sources
          </TextLink>
        </p>
      ) : (
        <TestEventForm sources={testable(sources)} preferred={preferred} test={test} />
      )}
    </SideDrawer>
  );
}

function TestEventForm({ sources, preferred, test }: Omit<TestEventDrawerProps, "opened" | "onClose">) {
  const [sourceId, setSourceId] = useState(sources.some(({ id }) => id === preferred) ? preferred : sources[0]?.id);
  const [event, setEvent] = useState("Test Event");
  const [userId, setUserId] = useState("");
  const [properties, setProperties] = useState('{ "from": "console" }');
  const source = sources.find(({ id }) => id === sourceId);
  const parsed = parseJsonObject(properties);
  const value = { event: event.trim(), userId: userId.trim(), properties: "value" in parsed ? parsed.value : {} };
  const ready = source !== undefined && value.event !== "" && "value" in parsed;
  const submit = (submitted: FormEvent) => {
    submitted.preventDefault();
    if (ready) test.send.mutate({ source, test: value });
  };
  return (
    <form className={classes.form} onSubmit={submit}>
      <p className="dim">
        It goes the whole way, as from any SDK, and stays on a timeline: that of the user you name, else that of an anonymous device.
      </p>
      <Select
        label="Source"
        allowDeselect={false}
        data={sources.map(({ id, name }) => ({ value: id, label: name }))}
        value={sourceId ?? null}
        onChange={(id) => setSourceId(id ?? sourceId)}
      />
      <TextInput
        label="Event name"
        maxLength={512}
        data-autofocus
        value={event}
        onChange={(change) => setEvent(change.currentTarget.value)}
      />
      <TextInput
        label="User id"
        placeholder="None: an anonymous device"
        maxLength={512}
        value={userId}
        onChange={(change) => setUserId(change.currentTarget.value)}
      />
      <JsonField label="Properties" value={properties} onChange={setProperties} rows={4} />
      <div>
        <Button type="submit" variant="filled" loading={test.send.isPending} disabled={!ready}>
          Send it
        </Button>
      </div>
      <Outcome test={test} />
      {source ? (
        <CodeBlock
          label="The same with curl"
          title="The same, from a terminal"
          code={toCurl(window.location.origin, source.writeKey, value)}
        />
      ) : null}
    </form>
  );
}

function Outcome({ test: { send, arrival } }: { test: ReturnType<typeof useTestEvent> }) {
  return (
    <div role="status" className={classes.outcome}>
      {send.error ? (
        <span className={classes.refused}>{send.error instanceof ApiError ? send.error.message : `Refused: ${send.error.message}`}</span>
      ) : null}
      {send.isSuccess && !arrival ? (
        <span className="dim">
          Accepted after {formatDuration(send.data.acceptedAfterMs)}: it is safe on disk. Waiting for it to be processed…
        </span>
      ) : null}
      {arrival ? (
        <>
          <span className={classes.arrived}>
            <IconCheck size={16} stroke={2.4} aria-hidden="true" /> On its timeline after {formatDuration(arrival.afterMs)}.
          </span>
          <LinkButton to={`/people/${arrival.interaction.personId}`} size="xs">
            See whose
          </LinkButton>
        </>
      ) : null}
    </div>
  );
}
