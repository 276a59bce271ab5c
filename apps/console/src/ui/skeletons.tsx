import { Skeleton } from "@mantine/core";
import classes from "./skeletons.module.css";

/** A page while it loads. */
export function PageSkeleton() {
  return (
    <div className={classes.page} aria-busy="true">
      <h1 className="visually-hidden">Loading</h1>
      <Skeleton width={180} height={24} />
      <Skeleton height={92} radius="lg" />
      <Skeleton height={280} radius="lg" />
    </div>
  );
}

/** A block of text lines while it loads. */
export function LinesSkeleton({ lines = 4 }: { lines?: number }) {
  return (
    <div className={classes.lines} role="status" aria-label="Loading">
      {Array.from({ length: lines }, (_, i) => (
        <Skeleton key={i} height={12} width={`${[92, 78, 85, 64][i % 4]}%`} />
      ))}
    </div>
  );
}
