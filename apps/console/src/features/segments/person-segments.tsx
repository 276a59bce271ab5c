import { useQuery } from "@tanstack/react-query";
import { api } from "../../app/api.ts";
import { ErrorState } from "../../ui/error-state.tsx";
import { LinesSkeleton } from "../../ui/skeletons.tsx";
import { TextLink } from "../../ui/text-link.tsx";
import { TimeAgo } from "../../ui/time-ago.tsx";
import classes from "./segments.module.css";

/** The segments that a person is in, since when, and why. */
export function PersonSegments({ personId }: { personId: string }) {
  const { data, error, isPending, refetch } = useQuery(
    api.segments.ofPerson.queryOptions({ input: { id: personId }, refetchInterval: 15_000 }),
  );
  if (isPending) return <LinesSkeleton lines={2} />;
  if (error && !data) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (data.items.length === 0) return <p className="faint small">In no segment.</p>;
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
              <TextLink to={`${address}?why=${personId}`} className="small" aria-label={`Why they are in ${name}`}>
                Why
              </TextLink>
            ) : null}
          </li>
        );
      })}
    </ul>
  );
}
