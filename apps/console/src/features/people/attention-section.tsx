import { Button } from "@mantine/core";
import type { Person } from "@throughline/contract";
import { IconAlertTriangle } from "@tabler/icons-react";
import { useCan } from "../../app/session.ts";
import { TextLink } from "../../ui/text-link.tsx";
import { TimeAgo } from "../../ui/time-ago.tsx";
import { identifierWords } from "./describe-evidence.ts";
import classes from "./person.module.css";
import { personTitle } from "../../ui/person-title.ts";
import { Section } from "./section.tsx";

/** What somebody should decide: who may be the same person, and identifiers that more than one claims. */
export function AttentionSection({
  person: { possibleDuplicates, conflicts },
  onCompare,
}: {
  person: Person;
  onCompare: (id: string) => void;
}) {
  const mayMerge = useCan("people:write");
  if (possibleDuplicates.length === 0 && conflicts.length === 0) return null;
  return (
    <Section title="Needs a look" count={possibleDuplicates.length + conflicts.length}>
      <ul className={classes.list}>
        {possibleDuplicates.map(({ id, name, reason }) => (
          <li key={id}>
            <div className={classes.spread}>
              <span className={classes.attention}>
                <IconAlertTriangle size={15} aria-hidden="true" />
                <span>
                  Perhaps the same as{" "}
                  <TextLink to={`/people/${id}`} className={classes.strong}>
                    <span dir="auto">{personTitle({ id, name })}</span>
                  </TextLink>
                  <span className="dim"> ({reason})</span>
                </span>
              </span>
              {mayMerge ? (
                <Button size="xs" onClick={() => onCompare(id)}>
                  Compare
                </Button>
              ) : null}
            </div>
          </li>
        ))}
        {conflicts.map(({ id, identifier, claimants, at, explanation }) => (
          <li key={id}>
            <div className={classes.attention}>
              <IconAlertTriangle size={15} aria-hidden="true" />
              <div>
                <span className={classes.breaking}>
                  {claimants.map(identifierWords).join(" and ") || "Several people"} claim <b>{identifierWords(identifier)}</b>
                </span>
                <div className="dim small">
                  {explanation} <TimeAgo at={at} />
                </div>
              </div>
            </div>
          </li>
        ))}
      </ul>
    </Section>
  );
}
