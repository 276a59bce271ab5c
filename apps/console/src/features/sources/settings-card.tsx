import { Button, NumberInput, Switch, TextInput } from "@mantine/core";
import type { Source } from "@throughline/contract";
import { useState, type FormEvent } from "react";
import { useCan, useSession } from "../../app/session.ts";
import { whyNot } from "../../app/who-may.ts";
import { Card } from "../../ui/card.tsx";
import classes from "./sources.module.css";
import { useUpdateSource } from "./use-update-source.ts";

/** Name, rate limit, and whether addresses are kept. */
export function SettingsCard({ source }: { source: Source }) {
  const mayWrite = useCan("sources:write");
  const { role } = useSession();
  return (
    <Card title="Settings">
      <div className={classes.fields}>
        {mayWrite ? null : <p className="dim small">{whyNot("sources:write", role)}</p>}
        <NameForm source={source} disabled={!mayWrite} />
        <RateForm source={source} disabled={!mayWrite} />
        <KeepIp source={source} disabled={!mayWrite} />
      </div>
    </Card>
  );
}

type PartProps = { source: Source; disabled: boolean };

function NameForm({ source, disabled }: PartProps) {
  const [name, setName] = useState(source.name);
  const update = useUpdateSource("Renamed.");
  const changed = name.trim() !== source.name && name.trim() !== "";
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (changed) update.mutate({ id: source.id, name: name.trim() });
  };
  return (
    <form className={classes.inline} onSubmit={submit}>
      <TextInput label="Name" maxLength={80} disabled={disabled} value={name} onChange={(event) => setName(event.currentTarget.value)} />
      {changed ? (
        <Button type="submit" loading={update.isPending}>
          Rename
        </Button>
      ) : null}
    </form>
  );
}

function RateForm({ source, disabled }: PartProps) {
  const [rate, setRate] = useState<number | "">(source.eventsPerSecond ?? "");
  const update = useUpdateSource("The rate limit holds from now on.");
  const wanted = rate === "" ? null : rate;
  const changed = wanted !== source.eventsPerSecond;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (changed) update.mutate({ id: source.id, eventsPerSecond: wanted });
  };
  return (
    <form className={classes.inline} onSubmit={submit}>
      <NumberInput
        label="Rate limit, events a second"
        description="What comes faster gets 429 and when to try again; SDKs then wait and retry. Empty for the server’s default."
        placeholder="Default"
        min={1}
        max={1_000_000}
        allowDecimal={false}
        thousandSeparator=","
        disabled={disabled}
        value={rate}
        onChange={(value) => setRate(typeof value === "number" ? value : "")}
      />
      {changed ? (
        <Button type="submit" loading={update.isPending}>
          Save
        </Button>
      ) : null}
    </form>
  );
}

function KeepIp({ source, disabled }: PartProps) {
  const update = useUpdateSource(source.keepIp ? "IP addresses are no longer kept." : "IP addresses are kept from now on.");
  return (
    <Switch
      label="Keep IP addresses"
      description="Off by default: the sender’s address is dropped before anything is written. On keeps it in the context of each new interaction; what is stored already does not change."
      disabled={disabled || update.isPending}
      checked={source.keepIp}
      onChange={(event) => update.mutate({ id: source.id, keepIp: event.currentTarget.checked })}
    />
  );
}
