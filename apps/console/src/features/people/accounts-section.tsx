import type { Person } from "@throughline/contract";
import { TextLink } from "../../ui/text-link.tsx";
import { TimeAgo } from "../../ui/time-ago.tsx";
import classes from "./person.module.css";
import { Section } from "./section.tsx";

/** The companies that a person belongs to, and as what. */
export function AccountsSection({ accounts }: { accounts: Person["accounts"] }) {
  return (
    <Section title="Accounts" count={accounts.length}>
      {accounts.length === 0 ? <p className="faint small">Belongs to no account. A source says so with a group call.</p> : null}
      <ul className={classes.list}>
        {accounts.map(({ id, name, key, role, lastSeen }) => (
          <li key={id}>
            <div className={classes.spread}>
              <TextLink to={`/accounts/${id}`} className={classes.strong}>
                <span dir="auto">{name ?? key}</span>
              </TextLink>
              <span className="faint small">
                <TimeAgo at={lastSeen} />
              </span>
            </div>
            <div className="dim small">{role ?? "No role stated"}</div>
          </li>
        ))}
      </ul>
    </Section>
  );
}
