import { Skeleton } from "@mantine/core";
import type { JourneyDefinition, JourneyMap } from "@throughline/contract";
import { useMemo, useState } from "react";
import { Card } from "../../../ui/card.tsx";
import { ErrorState } from "../../../ui/error-state.tsx";
import { formatCount } from "../../../ui/format-number.ts";
import { MapCard } from "../map/map-card.tsx";
import { namesOf } from "../map-words.ts";
import classes from "./editor.module.css";
import type { usePreview } from "./use-preview.ts";

const isNobody = ({ entered, open, stages }: JourneyMap): boolean =>
  entered.value + open.value + stages.reduce((sum, { arrived }) => sum + arrived.value, 0) === 0;

/** The map as it would be, of the last 28 days, following each change of the form. */
export function PreviewPane({
  definition,
  preview,
  missing,
}: {
  definition: JourneyDefinition;
  preview: ReturnType<typeof usePreview>;
  missing: number;
}) {
  const nameOf = useMemo(() => namesOf(definition), [definition]);
  const [view, setView] = useState<"flow" | "table">("flow");
  const { map, error, problems, isStale, isFetching } = preview;
  return (
    <div className={classes.preview}>
      <p className="dim small" aria-live="polite">
        {missing > 0
          ? `${missing === 1 ? "One field is" : `${missing} fields are`} still missing; the map follows when they are there.`
          : isFetching
            ? "Computing the map…"
            : map
              ? `Last 28 days: ${formatCount(map.entered.value)} entered, ${formatCount(map.completed.value)} completed.`
              : ""}
      </p>
      {map && isNobody(map) ? (
        <Card title="Preview">
          <p className="dim">
            Nobody has entered in the last 28 days. The map begins with the first customer who does, also with what was sent or imported
            later for days before.
          </p>
        </Card>
      ) : map ? (
        <MapCard
          title="Preview"
          map={map}
          seams={[]}
          nameOf={nameOf}
          compare={false}
          isStale={isStale}
          view={view}
          onView={setView}
          isCompact
        />
      ) : error && problems.length === 0 ? (
        <Card>
          <ErrorState title="The map could not be computed" error={error} onRetry={preview.retry} />
        </Card>
      ) : (
        <Card title="Preview">
          {missing > 0 || problems.length > 0 ? (
            <p className="dim">
              Here the journey appears as customers really took it, as soon as it says how they enter, where they pass, and what the goal
              is.
            </p>
          ) : (
            <Skeleton height={260} aria-busy="true" />
          )}
        </Card>
      )}
    </div>
  );
}
