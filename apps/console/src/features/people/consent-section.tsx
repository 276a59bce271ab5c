import { Button, UnstyledButton } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import type { Person } from "@throughline/contract";
import { useState } from "react";
import { useCan } from "../../app/session.ts";
import { Status } from "../../ui/chip.tsx";
import { formatDateTime } from "../../ui/format-time.ts";
import { TimeAgo } from "../../ui/time-ago.tsx";
import { useTimeZone } from "../../ui/time-zone.ts";
import { describeConsentSource } from "./describe-consent.ts";
import classes from "./person.module.css";
import { Section } from "./section.tsx";
import { SetConsentDialog } from "./set-consent-dialog.tsx";
import { useSourceName } from "./use-source-name.ts";

type Consent = Person["consent"][number];

/** What a person allows, since when, who says so, and what they said before. */
export function ConsentSection({ person }: { person: Person }) {
  const [asking, ask] = useDisclosure(false);
  const [purpose, setPurpose] = useState<string | null>(null);
  const mayRecord = useCan("people:write");
  const record = (about: string | null) => {
    setPurpose(about);
    ask.open();
  };
  return (
    <Section
      title="Consent"
      count={person.consent.length}
      actions={
        mayRecord ? (
          <Button size="xs" variant="subtle" onClick={() => record(null)}>
            Record an answer
          </Button>
        ) : null
      }
    >
      {person.consent.length === 0 ? <p className="faint small">No answer is known yet, for any purpose.</p> : null}
      <ul className={classes.list}>
        {person.consent.map((consent) => (
          <ConsentItem key={consent.purpose} consent={consent} onChange={mayRecord ? () => record(consent.purpose) : undefined} />
        ))}
      </ul>
      <SetConsentDialog key={`${purpose} ${asking}`} person={person} purpose={purpose} opened={asking} onClose={ask.close} />
    </Section>
  );
}

function ConsentItem({
  consent: { purpose, granted, at, source, history },
  onChange,
}: {
  consent: Consent;
  onChange: (() => void) | undefined;
}) {
  const [open, setOpen] = useState(false);
  const timeZone = useTimeZone();
  const sourceName = useSourceName();
  return (
    <li>
      <div className={classes.spread}>
        <span className={classes.strong}>{purpose}</span>
        <Answer granted={granted} />
      </div>
      <div className="dim small">
        <TimeAgo at={at} /> · {describeConsentSource(source, sourceName)}
      </div>
      <div className={classes.links}>
        {onChange ? (
          <UnstyledButton className={classes.link} onClick={onChange}>
            Change<span className="visually-hidden"> {purpose}</span>
          </UnstyledButton>
        ) : null}
        {history.length > 1 ? (
          <UnstyledButton className={classes.link} aria-expanded={open} onClick={() => setOpen(!open)}>
            {open ? "Hide history" : `History (${history.length})`}
            <span className="visually-hidden"> of {purpose}</span>
          </UnstyledButton>
        ) : null}
      </div>
      {open ? (
        <ol className={classes.history}>
          {history.map((entry) => (
            <li key={`${entry.at} ${entry.source} ${entry.granted}`} className="small">
              <Answer granted={entry.granted} />
              <span className="dim">
                {formatDateTime(new Date(entry.at), timeZone)} · {describeConsentSource(entry.source, sourceName)}
              </span>
            </li>
          ))}
        </ol>
      ) : null}
    </li>
  );
}

const Answer = ({ granted }: { granted: boolean }) => <Status tone={granted ? "good" : "bleed"}>{granted ? "Allowed" : "Refused"}</Status>;
