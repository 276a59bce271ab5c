import type { ReactNode } from "react";
import type { Rows } from "../../ui/data-table/use-rows.ts";
import { ErrorState } from "../../ui/error-state.tsx";
import { LoadMore } from "../../ui/load-more.tsx";
import { LinesSkeleton } from "../../ui/skeletons.tsx";
import classes from "./arbiter.module.css";

type DecisionPagesProps<Item extends { id: string }> = {
  list: Rows<Item>;
  /** Said where there is none. */
  none: string;
  row: (decision: Item) => ReactNode;
};

/** Decisions one below the other, page after page; each row is a list item. */
export function DecisionPages<Item extends { id: string }>({ list, none, row }: DecisionPagesProps<Item>) {
  if (list.error) return <ErrorState error={list.error} onRetry={list.retry} />;
  if (list.isPending) return <LinesSkeleton lines={7} />;
  return (
    <>
      {list.rows.length === 0 ? <p className="dim">{none}</p> : null}
      <ul className={classes.rows} aria-busy={list.isStale || undefined}>
        {list.rows.map(row)}
      </ul>
      <LoadMore list={list} />
    </>
  );
}
