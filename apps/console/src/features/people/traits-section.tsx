import { ActionIcon, CloseButton, TextInput, Tooltip, UnstyledButton } from "@mantine/core";
import { IconInfoCircle, IconSearch } from "@tabler/icons-react";
import { useState } from "react";
import { formatDateTime } from "../../ui/format-time.ts";
import { JsonView } from "../../ui/json-view.tsx";
import { useTimeZone } from "../../ui/time-zone.ts";
import { identifierWords } from "./describe-evidence.ts";
import { Section } from "./section.tsx";
import { findTraits } from "./find-traits.ts";
import { TraitValue } from "./trait-value.tsx";
import classes from "./traits.module.css";

type Origins = Record<string, { at: string; identifier: string }>;
const shownAtFirst = 10;
const searchFrom = 8;

/** What is known about somebody or something. `origins` tell which identifier stated each, and when. */
export function TraitsSection({ traits, origins = {} }: { traits: Record<string, unknown>; origins?: Origins }) {
  const [search, setSearch] = useState("");
  const [all, setAll] = useState(false);
  const [withOrigins, setWithOrigins] = useState(false);
  const names = Object.keys(traits);
  const found = findTraits(traits, search);
  const shown = all || search !== "" ? found : found.slice(0, shownAtFirst);
  return (
    <Section
      title="Traits"
      count={names.length}
      actions={
        Object.keys(origins).length > 0 ? (
          <Tooltip label={withOrigins ? "Hide where each comes from" : "Show where each comes from"}>
            <ActionIcon aria-label="Show where each comes from" aria-pressed={withOrigins} onClick={() => setWithOrigins(!withOrigins)}>
              <IconInfoCircle size={16} />
            </ActionIcon>
          </Tooltip>
        ) : null
      }
    >
      {names.length >= searchFrom ? (
        <TextInput
          mb={8}
          aria-label="Search the traits"
          placeholder="Search the traits"
          leftSection={<IconSearch size={15} />}
          rightSection={search === "" ? null : <CloseButton size="sm" aria-label="Clear search" onClick={() => setSearch("")} />}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
      ) : null}
      {names.length === 0 ? <p className="faint small">Nothing is known yet. A source says more with an identify or group call.</p> : null}
      {names.length > 0 && found.length === 0 ? <p className="faint small">No trait matches “{search}”.</p> : null}
      <dl className={classes.traits}>
        {shown.map(([name, value]) => (
          <Trait key={name} name={name} value={value} origin={origins[name]} withOrigin={withOrigins} />
        ))}
      </dl>
      {found.length > shown.length ? (
        <UnstyledButton className={classes.more} onClick={() => setAll(true)}>
          Show all {found.length}
        </UnstyledButton>
      ) : null}
    </Section>
  );
}

function Trait({
  name,
  value,
  origin,
  withOrigin,
}: {
  name: string;
  value: unknown;
  origin: Origins[string] | undefined;
  withOrigin: boolean;
}) {
  const timeZone = useTimeZone();
  const [open, setOpen] = useState(false);
  const nested = typeof value === "object" && value !== null;
  const from = origin
    ? `${origin.identifier === "" ? "Stated" : `Stated for ${identifierWords(origin.identifier)}`}, ${formatDateTime(new Date(origin.at), timeZone)}`
    : null;
  return (
    <Tooltip label={from} disabled={from === null || withOrigin} position="left" withinPortal>
      <div className={classes.trait}>
        <dt className="dim" title={name}>
          {name}
        </dt>
        <dd>
          {nested ? (
            <UnstyledButton className={classes.nested} aria-expanded={open} onClick={() => setOpen(!open)}>
              <TraitValue value={value} />
            </UnstyledButton>
          ) : (
            <TraitValue value={value} />
          )}
          {withOrigin && from ? <div className="faint small">{from}</div> : null}
        </dd>
        {nested && open ? (
          <dd className={classes.whole}>
            <JsonView value={value} label={name} depth={1} />
          </dd>
        ) : null}
      </div>
    </Tooltip>
  );
}
