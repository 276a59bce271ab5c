import type { Condition, Query, Watch } from "@throughline/contract";
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { api } from "../../app/api.ts";
import { Status } from "../../ui/chip.tsx";
import classes from "./alerts.module.css";

/** What the alert would find now, while it is being made. */
export function AlertPreview(watched: { query: Query; watch: Watch; condition: Condition }) {
  const [input] = useDebouncedValue(watched, 400);
  const { data, error, isFetching } = useQuery(
    api.alerts.preview.queryOptions({ input, placeholderData: keepPreviousData, staleTime: 30_000, retry: false }),
  );
  return (
    <div className={classes.preview} role="status" aria-busy={isFetching}>
      {error ? (
        <p className={classes.bleeds}>{error.message}</p>
      ) : data ? (
        <>
          <Status tone={data.state === "firing" ? "bleed" : "good"}>
            {data.state === "firing" ? "Would fire now" : "Would be calm now"}
          </Status>
          <p className="small dim">{data.reason}</p>
        </>
      ) : (
        <p className="dim">Looking at how it is now…</p>
      )}
    </div>
  );
}
