import type { Predicate, SegmentOf } from "@throughline/contract";
import type { JourneyDefinitions } from "@throughline/domain";
import type { QueryDeps } from "../insights/index.ts";
import type { SegmentListener } from "../live-segments/index.ts";

/** A segment that is being computed. */
export type Job = {
  id: string;
  workspaceId: string;
  key: string;
  of: SegmentOf;
  predicate: Predicate;
  journeys: JourneyDefinitions;
  phase: "reading" | "evaluating";
  place: string;
  replaces: string | null;
};

export type ComputeDeps = QueryDeps & { onSegmentChanges?: SegmentListener | undefined };

/** Segments of one workspace, all of people or all of accounts, that are in the same phase at the same place: what one costs, all cost. */
export type Work = Pick<Job, "workspaceId" | "of" | "phase" | "place"> & { jobs: readonly Job[] };
