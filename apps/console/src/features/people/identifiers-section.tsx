import { UnstyledButton } from "@mantine/core";
import type { Person } from "@throughline/contract";
import {
  IconAt,
  IconChevronRight,
  IconDevices,
  IconId,
  IconMail,
  IconPhone,
  IconRosetteDiscountCheck,
  type Icon,
} from "@tabler/icons-react";
import { useState } from "react";
import { CopyButton } from "../../ui/copy-button.tsx";
import { TimeAgo } from "../../ui/time-ago.tsx";
import { describeEvidence, identifierKindLabel, strongestEvidence } from "./describe-evidence.ts";
import { EvidenceItem } from "./evidence-item.tsx";
import classes from "./person.module.css";
import { Section } from "./section.tsx";

type Identifier = Person["identifiers"][number];
const icons: Record<Identifier["kind"], Icon> = {
  userId: IconId,
  anonymousId: IconDevices,
  email: IconMail,
  phone: IconPhone,
  social: IconAt,
};
const order: readonly Identifier["kind"][] = ["userId", "email", "phone", "social", "anonymousId"];
const contacts = new Set<Identifier["kind"]>(["email", "phone", "social"]);
const shownAtFirst = 6;

/** What sources call this person, and why we believe each of them. */
export function IdentifiersSection({ person }: { person: Person }) {
  const [all, setAll] = useState(false);
  const sorted = person.identifiers.toSorted(
    (a, b) => order.indexOf(a.kind) - order.indexOf(b.kind) || b.lastSeen.localeCompare(a.lastSeen),
  );
  const shown = all ? sorted : sorted.slice(0, shownAtFirst);
  return (
    <Section title="Identifiers" count={sorted.length}>
      <ul className={classes.identifiers}>
        {shown.map((identifier) => (
          <IdentifierItem key={`${identifier.kind}:${identifier.value}`} identifier={identifier} person={person} />
        ))}
      </ul>
      {sorted.length > shown.length ? (
        <UnstyledButton className={classes.more} onClick={() => setAll(true)}>
          Show all {sorted.length}
        </UnstyledButton>
      ) : null}
    </Section>
  );
}

function IdentifierItem({ identifier, person }: { identifier: Identifier; person: Person }) {
  const { kind, value, verified, evidence, firstSeen, lastSeen } = identifier;
  const [open, setOpen] = useState(false);
  const Shape = icons[kind];
  const reason = strongestEvidence(evidence);
  return (
    <li data-open={open || undefined}>
      <div className={classes.identifier}>
        <UnstyledButton className={classes.identifierButton} aria-expanded={open} onClick={() => setOpen(!open)}>
          <Shape size={16} stroke={1.7} aria-hidden="true" className={classes.identifierIcon} />
          <span className={classes.identifierText}>
            <span className={classes.identifierValue} title={value}>
              <span className="visually-hidden">{identifierKindLabel(kind)} </span>
              {value}
            </span>
            {verified && kind !== "userId" ? (
              <IconRosetteDiscountCheck size={15} className={classes.verified} aria-label="verified" role="img" />
            ) : null}
          </span>
          <IconChevronRight size={14} className={classes.chevron} data-open={open} aria-hidden="true" />
        </UnstyledButton>
      </div>
      {open ? (
        <div className={classes.evidence}>
          <ol>
            {evidence.map((entry) => (
              <EvidenceItem
                key={`${entry.reason} ${entry.with} ${entry.at} ${entry.mergeId}`}
                kind={kind}
                evidence={entry}
                person={person}
              />
            ))}
          </ol>
          <div className={`${classes.identifierFoot} faint small`}>
            <span>
              First seen <TimeAgo at={firstSeen} />, last <TimeAgo at={lastSeen} />
            </span>
            <CopyButton value={value} what={`the ${identifierKindLabel(kind)}`} />
          </div>
        </div>
      ) : reason ? (
        <div className={`${classes.reason} dim small`}>
          {describeEvidence(kind, reason)}
          {contacts.has(kind) && !verified ? " Not verified." : ""}
        </div>
      ) : null}
    </li>
  );
}
