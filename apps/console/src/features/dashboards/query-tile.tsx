import type { DashboardFilters, Query } from "@throughline/contract";
import { useInViewport } from "@mantine/hooks";
import { Skeleton } from "@mantine/core";
import { useMemo, useState } from "react";
import { QueryResult } from "../insights/index.ts";
import { JourneyTile } from "./journey-tile.tsx";
import classes from "./tile.module.css";
import { withFilters } from "./with-filters.ts";

/** The live answer to a tile's query under the dashboard's filters. Asked once the tile comes into sight. */
export function QueryTile({ query, filters }: { query: Query; filters: DashboardFilters }) {
  const { ref, inViewport } = useInViewport<HTMLDivElement>();
  const [seen, setSeen] = useState(false);
  if (inViewport && !seen) setSeen(true);
  const asked = useMemo(() => withFilters(query, filters), [query, filters]);
  return (
    <div ref={ref} className={classes.answer} data-kind={query.kind}>
      {!seen ? (
        <Skeleton className={classes.waiting} radius="md" />
      ) : asked.kind === "journey" ? (
        <JourneyTile query={asked} />
      ) : (
        <QueryResult query={asked} compact />
      )}
    </div>
  );
}
