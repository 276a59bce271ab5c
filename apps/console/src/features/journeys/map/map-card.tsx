import { SegmentedControl } from "@mantine/core";
import { useElementSize } from "@mantine/hooks";
import type { JourneyMap, Seam } from "@throughline/contract";
import { useMemo } from "react";
import { Card } from "../../../ui/card.tsx";
import { notesOf, type NameOf } from "../map-words.ts";
import type { JourneyCell } from "../who-cell.ts";
import { FlowMap } from "./flow-map.tsx";
import { compactSizes, layOutMap } from "./lay-out-map.ts";
import { MapStack } from "./map-stack.tsx";
import { MapTable } from "./map-table.tsx";
import classes from "./map.module.css";
import { StageFigures } from "./stage-figures.tsx";

/** The column of row names beside the figures. */
const gutters = { usual: 78, compact: 70 };
/** Below this width stages are stacked. */
const narrowest = 700;
const narrowestCompact = 460;
/** A drawing is laid out for its place; before that is measured, for a desk. */
const usualWidth = 1134;

type MapCardProps = {
  map: JourneyMap;
  seams: readonly Seam[];
  nameOf: NameOf;
  compare: boolean;
  isStale?: boolean;
  view: "flow" | "table";
  onView: (view: "flow" | "table") => void;
  /** Opens the people behind a number; without it numbers are only read. */
  onWho?: ((cell: Partial<JourneyCell>) => void) | undefined;
  title?: string;
  /** The share of those who entered that complete, as it is stated elsewhere on the page. */
  completion?: string | undefined;
  /** Beside a form: narrower columns, and of each figure the number alone. */
  isCompact?: boolean;
};

/** The live map: flow as ribbons over the figures of each stage, the same stacked on a phone, and as a table. */
export function MapCard({
  map,
  seams,
  nameOf,
  compare,
  isStale = false,
  view,
  onView,
  onWho,
  title = "What people really do",
  completion,
  isCompact = false,
}: MapCardProps) {
  const { ref, width } = useElementSize();
  const notes = useMemo(() => notesOf(map, seams, compare), [map, seams, compare]);
  const gutter = isCompact ? gutters.compact : gutters.usual;
  const layout = useMemo(
    () => layOutMap(map, (width || usualWidth) - gutter, notes, isCompact ? compactSizes : undefined),
    [map, width, gutter, notes, isCompact],
  );
  const narrow = width > 0 && width < (isCompact ? narrowestCompact : narrowest);
  const shared = { map, layout, nameOf, compare, onWho };
  return (
    <Card
      title={title}
      hint={view === "table" ? "every transition in the range" : "ribbon width = transitions · orange = bleeds"}
      actions={
        <SegmentedControl
          aria-label="Show the map as"
          size="xs"
          data={[
            { value: "flow", label: "Flow" },
            { value: "table", label: "Table" },
          ]}
          value={view}
          onChange={(value) => onView(value === "table" ? "table" : "flow")}
        />
      }
    >
      <div ref={ref} className={classes.body} data-stale={isStale || undefined} data-compact={isCompact || undefined}>
        {view === "table" ? (
          <MapTable {...shared} />
        ) : narrow ? (
          <MapStack {...shared} notes={notes} />
        ) : (
          <div className={classes.scroll}>
            <FlowMap {...shared} gutter={gutter} completion={completion} />
            <StageFigures {...shared} gutter={gutter} />
          </div>
        )}
      </div>
    </Card>
  );
}
