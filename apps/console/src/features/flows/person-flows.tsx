import { Button } from "@mantine/core";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "../../app/api.ts";
import { Status } from "../../ui/chip.tsx";
import { ErrorState } from "../../ui/error-state.tsx";
import { LinesSkeleton } from "../../ui/skeletons.tsx";
import { TextLink } from "../../ui/text-link.tsx";
import { TimeAgo } from "../../ui/time-ago.tsx";
import classes from "./flows.module.css";
import { flowAddress } from "./use-flow.ts";
import { runStateWords, whereWords } from "./words/flow-words.ts";

const atFirst = 6;
const most = 100;

/** The flows that a person is or was in; each leads to what it did for them and why. */
export function PersonFlows({ personId }: { personId: string }) {
  const [limit, setLimit] = useState(atFirst);
  const { data, error, isPending, isPlaceholderData, refetch } = useQuery(
    api.flows.personRuns.queryOptions({ input: { id: personId, limit }, refetchInterval: 10_000, placeholderData: keepPreviousData }),
  );
  if (isPending) return <LinesSkeleton lines={2} />;
  if (error && !data) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (data.items.length === 0) return <p className="faint small">In no flow.</p>;
  return (
    <>
      <ul className={classes.ofPerson}>
        {data.items.map((run) => (
          <li key={run.id}>
            <span className={classes.ofPersonLine}>
              <TextLink to={`${flowAddress(run.flow.key, "runs")}/${run.id}`}>
                <bdi>{run.flow.name}</bdi>
              </TextLink>
              <span className="small">
                <Status tone={runStateWords[run.state].tone}>{runStateWords[run.state].label}</Status>
              </span>
            </span>
            <span className="dim small">
              came in <TimeAgo at={run.enteredAt} /> · <bdi>{whereWords(run)}</bdi>
            </span>
          </li>
        ))}
      </ul>
      {data.next !== null && limit < most ? (
        <Button size="xs" variant="subtle" loading={isPlaceholderData} onClick={() => setLimit(most)}>
          Show all
        </Button>
      ) : null}
    </>
  );
}
