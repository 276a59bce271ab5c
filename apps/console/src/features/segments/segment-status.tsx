import { Progress } from "@mantine/core";
import type { Segment } from "@throughline/contract";
import { Chip, Status } from "../../ui/chip.tsx";
import { stateOf } from "./segment-words.ts";
import classes from "./segments.module.css";

/** Static or live, as a label. */
export const KindChip = ({ kind }: Pick<Segment, "kind">) => <Chip>{kind === "live" ? "Live" : "Static"}</Chip>;

/** What it is a segment of, as a label where that is not people. */
export const OfChip = ({ of }: Pick<Segment, "of">) => (of === "account" ? <Chip>Accounts</Chip> : null);

/** The state of a segment; while something is computed, how far it is. */
export function SegmentStatus({ segment }: { segment: Segment }) {
  const { tone, label } = stateOf(segment);
  return (
    <span className={classes.state}>
      <Status tone={tone}>{label}</Status>
      {segment.progress === null ? null : (
        <Progress className={classes.progress} value={segment.progress * 100} size={4} aria-label={`Computed of ${segment.name}`} />
      )}
    </span>
  );
}
