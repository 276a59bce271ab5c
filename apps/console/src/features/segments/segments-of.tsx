import type { UseQueryResult } from "@tanstack/react-query";
import { ErrorState } from "../../ui/error-state.tsx";
import { LinesSkeleton } from "../../ui/skeletons.tsx";
import { TextLink } from "../../ui/text-link.tsx";
import { TimeAgo } from "../../ui/time-ago.tsx";
import classes from "./segments.module.css";

type Membership = { key: string; name: string; kind: "static" | "live"; enteredAt: string };
type SegmentsOfProps = {
  list: Pick<UseQueryResult<{ items: Membership[] }>, "data" | "error" | "isPending" | "refetch">;
  /** The person or account. */
  id: string;
  /** For screen readers: why “they are” in it. */
  whose: "they are" | "it is";
};

/** Segments that somebody is in, since when, and why. */
export function SegmentsOf({ list: { data, error, isPending, refetch }, id, whose }: SegmentsOfProps) {
  if (isPending) return <LinesSkeleton lines={2} />;
  if (error && !data) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data || data.items.length === 0) return <p className="faint small">In no segment.</p>;
  return (
    <ul className={classes.ofPerson}>
      {data.items.map(({ key, name, kind, enteredAt }) => {
        const address = `/segments/${encodeURIComponent(key)}`;
        return (
          <li key={key}>
            <TextLink to={address} className={classes.segmentName}>
              <bdi>{name}</bdi>
            </TextLink>
            <span className="dim small">
              {kind === "live" ? "since " : "saved "}
              <TimeAgo at={enteredAt} />
            </span>
            {kind === "live" ? (
              <TextLink to={`${address}?why=${id}`} className="small" aria-label={`Why ${whose} in ${name}`}>
                Why
              </TextLink>
            ) : null}
          </li>
        );
      })}
    </ul>
  );
}
