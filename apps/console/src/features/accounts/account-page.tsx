import { SegmentedControl } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { useSuspenseQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { api } from "../../app/api.ts";
import { Chip } from "../../ui/chip.tsx";
import { byCursor, useRows } from "../../ui/data-table/use-rows.ts";
import { useListState } from "../../ui/data-table/use-list-state.ts";
import { plural } from "../../ui/format-number.ts";
import { formatDate } from "../../ui/format-time.ts";
import { LinkButton } from "../../ui/link-button.tsx";
import { Page } from "../../ui/page.tsx";
import { TimeAgo } from "../../ui/time-ago.tsx";
import { useTimeZone } from "../../ui/time-zone.ts";
import { Section, TraitsSection } from "../people/index.ts";
import { AccountSegments } from "../segments/index.ts";
import { TasksSection } from "../tasks/index.ts";
import classes from "./account.module.css";
import { AccountPeople } from "./account-people.tsx";
import { AccountTimeline } from "./account-timeline.tsx";

/** One company: what is known about it, who belongs to it as what, and everything that happened in its name. */
export function AccountPage() {
  const { accountId = "" } = useParams({ strict: false });
  const { data: account } = useSuspenseQuery(api.accounts.get.queryOptions({ input: { id: accountId } }));
  const people = useRows(
    api.accounts.people.infiniteOptions({
      input: (cursor: string | undefined) => ({ id: account.id, cursor, limit: 200 }),
      ...byCursor,
      staleTime: 30_000,
    }),
  );
  const { filter, set } = useListState();
  const timeZone = useTimeZone();
  const narrow = useMediaQuery("(max-width: 1080px)", false, { getInitialValueInEffect: false });
  const showsFacts = filter("view") === "facts";
  return (
    <Page
      title={account.name ?? account.key}
      badges={account.name ? <Chip title="What sources call it">{account.key}</Chip> : null}
      description={
        <span className={classes.line}>
          <span>{plural(account.people, "person", "people")}</span>
          <span>Known since {formatDate(new Date(account.firstSeen), timeZone)}</span>
          <span>
            Last seen <TimeAgo at={account.lastSeen} />
          </span>
        </span>
      }
      actions={<LinkButton to={`/people?account=${account.id}`}>All its people</LinkButton>}
    >
      {narrow ? (
        <SegmentedControl
          fullWidth
          aria-label="What is shown"
          data={[
            { value: "story", label: "Timeline" },
            { value: "facts", label: "People and traits" },
          ]}
          value={showsFacts ? "facts" : "story"}
          onChange={(view) => set({ view: view === "facts" ? view : undefined })}
        />
      ) : null}
      <div className={classes.columns}>
        {narrow && !showsFacts ? null : (
          <aside className={classes.facts} aria-label="About the account">
            <TasksSection about={{ account: account.id }} />
            <AccountPeople people={people} total={account.people} />
            <Section title="Segments">
              <AccountSegments accountId={account.id} />
            </Section>
            <TraitsSection traits={account.traits} />
          </aside>
        )}
        {narrow && showsFacts ? null : <AccountTimeline key={account.id} account={account} people={people.rows} />}
      </div>
    </Page>
  );
}
