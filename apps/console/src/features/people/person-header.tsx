import type { Person } from "@throughline/contract";
import { Chip } from "../../ui/chip.tsx";
import { CopyButton } from "../../ui/copy-button.tsx";
import { formatDate } from "../../ui/format-time.ts";
import { TextLink } from "../../ui/text-link.tsx";
import { TimeAgo, useNow } from "../../ui/time-ago.tsx";
import { useTimeZone } from "../../ui/time-zone.ts";
import classes from "./person.module.css";

/** Seen within this time counts as being here now. */
const presentMs = 5 * 60_000;
const shownAccounts = 2;

export function PersonBadges({ person: { known, accounts } }: { person: Person }) {
  const more = accounts.length - shownAccounts;
  return (
    <>
      {known ? null : <Chip>Anonymous</Chip>}
      {accounts.slice(0, shownAccounts).map(({ id, name, key, role }) => (
        <TextLink key={id} to={`/accounts/${id}`} className={classes.accountChip}>
          <Chip>
            <span className="truncate" dir="auto">
              {name ?? key}
            </span>
            {role ? <span className={`${classes.role} faint`}>{role}</span> : null}
          </Chip>
        </TextLink>
      ))}
      {more > 0 ? <span className="dim small">and {more} more</span> : null}
    </>
  );
}

/** How to reach them, since when we know them, whether they are here now. */
export function PersonLine({ person: { name, email, phone, firstSeen, lastSeen } }: { person: Person }) {
  const timeZone = useTimeZone();
  const present = useNow().getTime() - Date.parse(lastSeen) < presentMs;
  return (
    <span className={classes.line}>
      {email && name ? <Contact value={email} what="the e-mail address" /> : null}
      {phone && (name || email) ? <Contact value={phone} what="the phone number" /> : null}
      <span>Known since {formatDate(new Date(firstSeen), timeZone)}</span>
      <span className={classes.seen}>
        <i className={classes.presence} data-present={present || undefined} />
        {present ? "Here now, last seen" : "Last seen"} <TimeAgo at={lastSeen} />
      </span>
    </span>
  );
}

function Contact({ value, what }: { value: string; what: string }) {
  return (
    <span className={classes.contact}>
      <span dir="ltr">{value}</span>
      <CopyButton value={value} what={what} />
    </span>
  );
}
