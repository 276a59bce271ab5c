import type { DashboardFilters, Query } from "@throughline/contract";
import { useInViewport } from "@mantine/hooks";
import { Skeleton } from "@mantine/core";
import { useMemo, useState } from "react";
import { EmptyState } from "../../ui/empty-state.tsx";
import { LinkButton } from "../../ui/link-button.tsx";
import { QueryResult } from "../insights/index.ts";
import classes from "./tile.module.css";
import { withFilters } from "./with-filters.ts";

/** The live answer to a tile's query under the dashboard's filters. Asked once the tile comes into sight. */
export function QueryTile({ query, filters }: { query: Query; filters: DashboardFilters }) {
  const { ref, inViewport } = useInViewport<HTMLDivElement>();
  const [seen, setSeen] = useState(false);
  if (inViewport && !seen) setSeen(true);
  const asked = useMemo(() => (query.kind === "journey" ? null : withFilters(query, filters)), [query, filters]);
  return (
    <div ref={ref} className={classes.answer}>
      {query.kind === "journey" ? (
        <EmptyState
          title="Journeys have a page of their own"
          action={<LinkButton to={`/journeys/${query.journey}`}>Open the map</LinkButton>}
        />
      ) : seen && asked ? (
        <QueryResult query={asked} compact />
      ) : (
        <Skeleton height={240} radius="lg" />
      )}
    </div>
  );
}
