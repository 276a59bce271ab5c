import { Chip } from "../../ui/chip.tsx";
import type { Column } from "../../ui/data-table/column.ts";
import { formatCount, formatShare } from "../../ui/format-number.ts";
import { TimeAgo } from "../../ui/time-ago.tsx";
import type { Property } from "./catalogue-query.ts";
import classes from "./catalogue.module.css";
import { strayTypes, typeShares } from "./describe-types.ts";

/** Columns of properties or traits. `of` is how often their event was seen, for the share that carries each. */
export function propertyColumns(label: string, of: number | null): Column<Property>[] {
  return [
    {
      id: "name",
      label,
      primary: true,
      sort: "name",
      ascendingFirst: true,
      cell: ({ name }) => <code className={classes.name}>{name}</code>,
    },
    { id: "types", label: "Type", width: 224, sort: "conflict", cell: (property) => <Types property={property} /> },
    {
      id: "count",
      label: of === null ? "Seen" : "Carried by",
      width: 148,
      align: "end",
      sort: "count",
      compact: "aside",
      cell: ({ count }) =>
        of === null ? (
          formatCount(count)
        ) : (
          <span title={`${formatCount(count)} of ${formatCount(of)}`}>{formatShare(Math.min(1, count / Math.max(1, of)))}</span>
        ),
    },
    { id: "example", label: "Example", width: 260, cell: ({ example }) => <Example value={example} /> },
    {
      id: "first",
      label: "First seen",
      width: 132,
      align: "end",
      optional: true,
      compact: "none",
      cell: ({ firstSeen }) => (
        <span className="dim">
          <TimeAgo at={firstSeen} />
        </span>
      ),
    },
    {
      id: "last",
      label: "Last seen",
      width: 124,
      align: "end",
      sort: "last",
      compact: "none",
      cell: ({ lastSeen }) => (
        <span className="dim">
          <TimeAgo at={lastSeen} />
        </span>
      ),
    },
  ];
}

function Types({ property }: { property: Property }) {
  const strays = strayTypes(property);
  const shares = typeShares(property);
  return (
    <span className={classes.types}>
      {shares.map(({ type, share }) => (
        <Chip key={type} tone={strays.includes(type) ? "bleed" : "neutral"}>
          {type}
          {shares.length > 1 ? ` ${formatShare(share)}` : ""}
        </Chip>
      ))}
    </span>
  );
}

function Example({ value }: { value: unknown }) {
  const text = JSON.stringify(value) ?? "";
  return (
    <code className={`${classes.example} dim`} title={text.length > 30 ? text : undefined}>
      {text}
    </code>
  );
}
