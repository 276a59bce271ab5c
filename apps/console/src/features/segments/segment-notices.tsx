import { Alert, Progress } from "@mantine/core";
import type { NameOf, Segment } from "@throughline/contract";
import { Card } from "../../ui/card.tsx";
import { formatShare } from "../../ui/format-number.ts";
import { PredicateWords } from "./predicate-words.tsx";
import classes from "./segments.module.css";

/** What is being computed, how far it is, and what holds until then; or why it failed. */
export function SegmentNotices({ segment, nameOf }: { segment: Segment; nameOf: NameOf }) {
  const { state, progress, failure, nextPredicate } = segment;
  return (
    <>
      {failure ? (
        <Alert color="bleed" role="alert" title={state === "failed" ? "It could not be computed" : "The change could not be computed"}>
          {failure} Save the definition again to try once more.
        </Alert>
      ) : null}
      {progress === null ? null : (
        <Card>
          <div className={classes.computing}>
            <Progress value={progress * 100} size={8} aria-label="Computed" />
            <span className="dim small numbers" role="status">
              {formatShare(progress)} ·{" "}
              {state === "computing"
                ? "the past is being read; what happens from now on counts already"
                : "a changed definition is being computed; until it is done the former one holds"}
            </span>
            {nextPredicate ? <PredicateWords predicate={nextPredicate} nameOf={nameOf} /> : null}
          </div>
        </Card>
      )}
    </>
  );
}
