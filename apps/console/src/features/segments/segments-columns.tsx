import type { NameOf, Segment } from "@throughline/contract";
import type { Column } from "../../ui/data-table/column.ts";
import { formatCount, plural } from "../../ui/format-number.ts";
import { TimeAgo } from "../../ui/time-ago.tsx";
import { KindChip, SegmentStatus } from "./segment-status.tsx";
import { asSentence, inWords } from "./segment-words.ts";
import { nounsOf } from "./of-words.ts";

/** The columns of the list; definitions name other segments as people do. */
export const segmentColumns = (nameOf: NameOf): readonly Column<Segment>[] => [
  { id: "name", label: "Name", primary: true, width: "26%", cell: ({ name }) => <span dir="auto">{name}</span> },
  {
    id: "means",
    label: "Who is in it",
    compact: "none",
    cell: ({ predicate, of }) => {
      if (predicate === null) return <span className="faint">{of === "account" ? "Those that were chosen" : "Those who were chosen"}</span>;
      const text = asSentence(inWords(predicate, nameOf));
      return (
        <span className="dim" title={text}>
          {text}
        </span>
      );
    },
  },
  { id: "kind", label: "Kind", width: 84, cell: ({ kind }) => <KindChip kind={kind} />, compact: "none" },
  { id: "state", label: "State", width: 178, cell: (segment) => <SegmentStatus segment={segment} /> },
  {
    id: "people",
    label: "In it now",
    width: 128,
    align: "end",
    compact: "aside",
    cell: ({ people, of }) => (
      <span className="numbers">
        {formatCount(people)} <span className="dim small">{people === 1 ? nounsOf[of].one : nounsOf[of].many}</span>
      </span>
    ),
  },
  { id: "created", label: "Created", width: 118, align: "end", cell: ({ createdAt }) => <TimeAgo at={createdAt} /> },
  { id: "by", label: "Created by", width: 150, optional: true, compact: "none", cell: ({ createdBy }) => createdBy },
  {
    id: "used",
    label: "Used by",
    width: 120,
    optional: true,
    compact: "none",
    cell: ({ usedBy }) => (usedBy.length === 0 ? <span className="faint">–</span> : plural(usedBy.length, "segment")),
  },
];
