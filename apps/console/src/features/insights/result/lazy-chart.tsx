import { Skeleton } from "@mantine/core";
import { lazy, Suspense, type ComponentProps } from "react";

const EChart = lazy(() => import("../../../ui/chart/echart.tsx"));

/** The drawing library comes with the first chart, not with the page. */
export function LazyChart(props: ComponentProps<typeof EChart>) {
  return (
    <Suspense fallback={<Skeleton height={props.height} radius="md" />}>
      <EChart {...props} />
    </Suspense>
  );
}
