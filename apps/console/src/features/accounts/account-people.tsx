import { UnstyledButton } from "@mantine/core";
import type { PersonSummary } from "@throughline/contract";
import { useState } from "react";
import type { Rows } from "../../ui/data-table/use-rows.ts";
import { ErrorState } from "../../ui/error-state.tsx";
import { MoreFailed } from "../../ui/more-failed.tsx";
import { personTitle } from "../../ui/person-title.ts";
import { LinesSkeleton } from "../../ui/skeletons.tsx";
import { TextLink } from "../../ui/text-link.tsx";
import { TimeAgo } from "../../ui/time-ago.tsx";
import { Section } from "../people/index.ts";
import classes from "./account.module.css";

export type Member = PersonSummary & { role: string | null };
const shownAtFirst = 8;

/** Who belongs to the account and as what, the one seen last first. */
export function AccountPeople({ people, total }: { people: Rows<Member>; total: number }) {
  const [all, setAll] = useState(false);
  const shown = all ? people.rows : people.rows.slice(0, shownAtFirst);
  const more = all ? people.hasMore : people.rows.length > shown.length || people.hasMore;
  return (
    <Section title="People" count={total}>
      {people.isPending ? <LinesSkeleton lines={5} /> : null}
      {people.error ? <ErrorState error={people.error} onRetry={people.retry} /> : null}
      {!people.isPending && !people.error && people.rows.length === 0 ? (
        <p className="faint small">Nobody yet. People join with a group call that carries their id.</p>
      ) : null}
      <ul className={classes.people}>
        {shown.map((person) => (
          <li key={person.id}>
            <div className={classes.person}>
              <TextLink to={`/people/${person.id}`} className={classes.name}>
                <span dir="auto">{personTitle(person)}</span>
              </TextLink>
              <span className="faint small">
                <TimeAgo at={person.lastSeen} />
              </span>
            </div>
            <div className="dim small truncate">{[person.role, person.name ? person.email : null].filter(Boolean).join(" · ")}</div>
          </li>
        ))}
      </ul>
      <MoreFailed error={people.moreError} />
      {more ? (
        <UnstyledButton className={classes.more} disabled={people.isLoadingMore} onClick={() => (all ? people.loadMore() : setAll(true))}>
          {all ? (people.isLoadingMore ? "Loading…" : "Show more") : `Show all ${total}`}
        </UnstyledButton>
      ) : null}
    </Section>
  );
}
