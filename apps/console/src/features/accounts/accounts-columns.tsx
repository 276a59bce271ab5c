import type { AccountSummary } from "@throughline/contract";
import type { Column } from "../../ui/data-table/column.ts";
import { Nothing } from "../../ui/data-table/nothing.tsx";
import { formatCount, plural } from "../../ui/format-number.ts";
import { TimeAgo } from "../../ui/time-ago.tsx";
import { TraitValue } from "../people/index.ts";
import classes from "./account.module.css";

const none = <Nothing />;

/** The columns of every table of accounts; traits that the accounts at hand carry can be added. */
export function accountColumns(accounts: readonly AccountSummary[]): Column<AccountSummary>[] {
  return [
    {
      id: "name",
      label: "Account",
      primary: true,
      sort: "name",
      ascendingFirst: true,
      cell: ({ name, key }) => <span dir="auto">{name ?? key}</span>,
    },
    { id: "key", label: "Key", optional: true, cell: ({ key }) => <code title={key}>{key}</code>, compact: "none" },
    ...traitColumns(accounts),
    { id: "people", label: "People", width: 96, sort: "people", align: "end", cell: ({ people }) => <People count={people} /> },
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
}

function People({ count }: { count: number }) {
  return (
    <span title={plural(count, "person", "people")}>
      {formatCount(count)}
      <span className={classes.unit}> {count === 1 ? "person" : "people"}</span>
    </span>
  );
}

const shownTraits = ["plan", "tier", "status", "industry", "mrr"];
const mostTraits = 3;
const unsuitable = new Set(["name", "key", "id", "createdat", "domain", "website", "logo", "avatar", "description"]);

/** What most accounts carry: the usual commercial traits are shown, up to three; the others can be chosen. */
function traitColumns(accounts: readonly AccountSummary[]): Column<AccountSummary>[] {
  const counts = new Map<string, number>();
  for (const { traits } of accounts)
    for (const [name, value] of Object.entries(traits))
      if (typeof value !== "object" && !unsuitable.has(name.toLowerCase())) counts.set(name, (counts.get(name) ?? 0) + 1);
  // A number without its heading says nothing in a compact row.
  const numeric = new Set([...counts.keys()].filter((name) => accounts.some(({ traits }) => typeof traits[name] === "number")));
  const rank = (name: string) => (shownTraits.includes(name) ? shownTraits.indexOf(name) : shownTraits.length);
  const names = [...counts]
    .toSorted(([a, x], [b, y]) => rank(a) - rank(b) || y - x || a.localeCompare(b))
    .map(([name]) => name)
    .slice(0, 20);
  return names.map((name, index) => ({
    id: `trait ${name}`,
    label: labelOf(name),
    optional: index >= mostTraits || !shownTraits.includes(name),
    width: 128,
    cell: ({ traits }) => (traits[name] === undefined ? none : <TraitValue value={traits[name]} />),
    compact: index < mostTraits && !numeric.has(name) ? "detail" : "none",
  }));
}

const labelOf = (name: string) =>
  name === "mrr"
    ? "MRR"
    : name.charAt(0).toUpperCase() +
      name
        .slice(1)
        .replace(/([a-z])([A-Z])/g, "$1 $2")
        .replace(/_/g, " ")
        .toLowerCase();
