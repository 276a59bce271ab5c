import { Card } from "../../ui/card.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { personTitle } from "../../ui/person-title.ts";
import { TextLink } from "../../ui/text-link.tsx";
import { TimeAgo } from "../../ui/time-ago.tsx";
import classes from "./home.module.css";
import type { Pulse } from "./pulse-query.ts";

const shown = 6;

/** Who was seen for the first time. */
export function NewPeopleCard({ people }: { people: Pulse["newest"] }) {
  if (people.length === 0) {
    return (
      <Card title="Who is new">
        <EmptyState title="Nobody yet">People appear here as soon as a source tells about them.</EmptyState>
      </Card>
    );
  }
  return (
    <Card
      title="Who is new"
      actions={
        <TextLink to="/people?sort=-firstSeen" className="small">
          All people
        </TextLink>
      }
      flush
    >
      <ul className={classes.list}>
        {people.slice(0, shown).map((person) => (
          <li key={person.id}>
            <span className={`${classes.grow} truncate`}>
              <TextLink to={`/people/${person.id}`} className={classes.strong}>
                {personTitle(person)}
              </TextLink>
              {person.name && person.email ? <span className="dim small"> {person.email}</span> : null}
            </span>
            <span className={`${classes.when} dim small`}>
              <TimeAgo at={person.firstSeen} />
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}
