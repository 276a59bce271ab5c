import type { Segment } from "@throughline/contract";
import type { Column } from "../../ui/data-table/column.ts";
import { TextLink } from "../../ui/text-link.tsx";
import { TimeAgo } from "../../ui/time-ago.tsx";

/** Of a member of a segment: since when it is in it; of a live segment also why. */
export function memberColumns<Member extends { id: string; enteredAt: string }>(
  { key, kind }: Segment,
  nameOf: (member: Member) => string,
): Column<Member>[] {
  const since: Column<Member> = {
    id: "since",
    label: kind === "live" ? "In it since" : "Saved",
    width: 108,
    align: "end",
    compact: "aside",
    cell: ({ enteredAt }) => <TimeAgo at={enteredAt} />,
  };
  const why: Column<Member> = {
    id: "why",
    label: "Why",
    width: 64,
    align: "end",
    cell: (member) => (
      <TextLink to={`/segments/${encodeURIComponent(key)}?why=${member.id}`} aria-label={`Why ${nameOf(member)} is in it`}>
        Why
      </TextLink>
    ),
  };
  return kind === "live" ? [since, why] : [since];
}
