import { api } from "../../../app/api.ts";
import { byCursor, useRows } from "../../../ui/data-table/use-rows.ts";
import { ErrorState } from "../../../ui/error-state.tsx";
import { plural } from "../../../ui/format-number.ts";
import { LoadMore } from "../../../ui/load-more.tsx";
import { personTitle } from "../../../ui/person-title.ts";
import { SideDrawer } from "../../../ui/side-drawer.tsx";
import { LinesSkeleton } from "../../../ui/skeletons.tsx";
import { TextLink } from "../../../ui/text-link.tsx";
import { TimeAgo } from "../../../ui/time-ago.tsx";
import { SaveSegment } from "../../segments/index.ts";
import classes from "./result.module.css";
import type { Opened } from "./show.ts";

/** The people behind one number. */
export function PeopleDrawer({ opened, onClose }: { opened: Opened | null; onClose: () => void }) {
  return (
    <SideDrawer opened={opened !== null} onClose={onClose} title={opened?.title ?? "People"}>
      {opened ? <People {...opened} /> : null}
    </SideDrawer>
  );
}

function People({ query, cell, title, days }: Opened) {
  const found = useRows(
    api.insights.people.infiniteOptions({ input: (cursor: string | undefined) => ({ query, cell, cursor, limit: 50 }), ...byCursor }),
  );
  if (found.isPending) return <LinesSkeleton lines={8} />;
  if (found.error) return <ErrorState error={found.error} onRetry={found.retry} />;
  const people = found.rows;
  const sessions = String(new URLSearchParams({ detail: "sessions", ...days }));
  return (
    <>
      <div className={classes.peopleHead}>
        <p className="dim">{plural(found.firstPage?.total ?? 0, "person", "people")}</p>
        {people.length > 0 ? <SaveSegment query={query} cell={cell} title={title} /> : null}
      </div>
      <ul className={classes.people}>
        {people.map((person) => (
          <li key={person.id}>
            <div className={classes.person}>
              <TextLink to={`/people/${person.id}`} className="truncate">
                <bdi>{personTitle(person)}</bdi>
              </TextLink>
              <TextLink to={`/people/${person.id}?${sessions}`} className={`${classes.sessions} small`}>
                Sessions<span className="visually-hidden"> of {personTitle(person)} in this time</span>
              </TextLink>
            </div>
            <span className="dim small numbers">
              {person.account ? `${person.account.name ?? person.account.key} · ` : ""}
              {plural(person.interactions, "interaction")} · <TimeAgo at={person.lastSeen} />
            </span>
          </li>
        ))}
      </ul>
      {people.length === 0 ? <p className="dim">Nobody stands behind this number any more: people may have been deleted since.</p> : null}
      <LoadMore list={found} />
    </>
  );
}
