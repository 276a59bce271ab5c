import type { api } from "../../app/api.ts";
import { Chip } from "../../ui/chip.tsx";
import { formatCount, formatShare, plural } from "../../ui/format-number.ts";
import { TextLink } from "../../ui/text-link.tsx";
import { TimeAgo } from "../../ui/time-ago.tsx";
import { signalWords } from "./friction-words.ts";
import classes from "./friction.module.css";

type One = Awaited<ReturnType<typeof api.friction.one.call>>;

/** How often each value, of so many sessions. */
export function ShareList({ title, items, of }: { title: string; items: One["pages"]; of: number }) {
  if (items.length === 0) return null;
  return (
    <section>
      <h3 className={classes.heading}>{title}</h3>
      <ul className={classes.list}>
        {items.map(({ value, sessions }) => (
          <li key={value} className={classes.share}>
            <span className={classes.shareName}>{value}</span>
            <span className="numbers">
              {formatCount(sessions)} <span className="faint small">{formatShare(Math.min(1, sessions / Math.max(1, of)))}</span>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Sessions to look at, those that ended badly first. */
export function ExampleList({ examples }: { examples: One["examples"] }) {
  if (examples.length === 0) return null;
  return (
    <section>
      <h3 className={classes.heading}>Sessions</h3>
      <ul className={classes.list}>
        {examples.map(({ person, name, at, signals, ticket, abandoned, browser }) => (
          <li key={`${person} ${at}`} className={classes.share}>
            <span className={classes.who}>
              <TextLink to={`/people/${person}`}>{name ?? "A visitor"}</TextLink>
              <span className="dim small">
                <TimeAgo at={at} /> · {[...signals.map((signal) => signalWords[signal].label), browser].filter(Boolean).join(" · ")}
              </span>
            </span>
            <span className={classes.ends}>
              {ticket ? <Chip tone="bleed">asked for help</Chip> : null}
              {abandoned ? <Chip tone="bleed">left</Chip> : null}
              {!ticket && !abandoned ? <span className="faint small">went on</span> : null}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

export function PeopleList({ people, all }: { people: One["people"]; all: number }) {
  if (people.length === 0) return null;
  return (
    <section>
      <h3 className={classes.heading}>
        People hit most often <span className="faint">{all > people.length ? `${people.length} of ${formatCount(all)}` : null}</span>
      </h3>
      <ul className={classes.list}>
        {people.map(({ id, name, email, sessions, lastAt }) => (
          <li key={id} className={classes.share}>
            <span className={classes.who}>
              <TextLink to={`/people/${id}`}>{name ?? email ?? "A visitor"}</TextLink>
            </span>
            <span className="dim small">
              {plural(sessions, "session")}, <TimeAgo at={lastAt} />
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
