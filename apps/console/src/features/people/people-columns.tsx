import type { PersonSummary } from "@throughline/contract";
import { Chip } from "../../ui/chip.tsx";
import type { Column } from "../../ui/data-table/column.ts";
import { Nothing } from "../../ui/data-table/nothing.tsx";
import { formatCount } from "../../ui/format-number.ts";
import { TextLink } from "../../ui/text-link.tsx";
import { TimeAgo } from "../../ui/time-ago.tsx";
import classes from "./people.module.css";
import { personTitle } from "../../ui/person-title.ts";

const none = <Nothing />;

export const peopleColumns: readonly Column<PersonSummary>[] = [
  { id: "name", label: "Name", primary: true, sort: "name", ascendingFirst: true, cell: (person) => <Name person={person} /> },
  { id: "email", label: "E-mail", width: "26%", cell: ({ email }) => (email ? <span title={email}>{email}</span> : none), compact: "none" },
  { id: "phone", label: "Phone", width: 150, optional: true, cell: ({ phone }) => phone ?? none, compact: "none" },
  {
    id: "account",
    label: "Account",
    cell: ({ account }) =>
      account ? (
        <TextLink to={`/accounts/${account.id}`} className={classes.quietLink}>
          {account.name ?? account.key}
        </TextLink>
      ) : (
        none
      ),
  },
  { id: "known", label: "State", width: 112, cell: ({ known }) => <Chip>{known ? "Known" : "Anonymous"}</Chip>, optional: true },
  {
    id: "interactions",
    label: "Interactions",
    width: 124,
    sort: "interactions",
    align: "end",
    cell: ({ interactions }) => formatCount(interactions),
    compact: "none",
  },
  {
    id: "firstSeen",
    label: "Known since",
    width: 124,
    sort: "firstSeen",
    align: "end",
    cell: ({ firstSeen }) => <TimeAgo at={firstSeen} />,
    compact: "none",
  },
  {
    id: "lastSeen",
    label: "Last seen",
    width: 124,
    sort: "lastSeen",
    align: "end",
    cell: ({ lastSeen }) => <TimeAgo at={lastSeen} />,
    compact: "aside",
  },
];

function Name({ person }: { person: PersonSummary }) {
  const anonymous = [person.name, person.email, person.phone, person.userId].every((value) => value === null);
  return (
    <span dir="auto" className={anonymous ? classes.anonymous : undefined}>
      {personTitle(person)}
    </span>
  );
}
