import { Skeleton } from "@mantine/core";
import classes from "./data-table.module.css";

/** Rows while they load, as wide as the real ones, so that nothing jumps. */
export function RowsSkeleton({ columns, rows = 8 }: { columns: number; rows?: number }) {
  return (
    <div role="status" aria-label="Loading">
      {Array.from({ length: rows }, (_, row) => (
        <div key={row} className={classes.skeletonRow}>
          {Array.from({ length: columns }, (_, column) => (
            <Skeleton key={column} height={10} width={`${column === 0 ? 70 - ((row * 13) % 30) : 40 + ((row * 7 + column * 11) % 25)}%`} />
          ))}
        </div>
      ))}
    </div>
  );
}
