import type { PipelineEvent } from "../collect/index.ts";
import type { Identified } from "../identity/index.ts";
import type { InteractionRow } from "../timeline/index.ts";
import type { ChangedStates } from "./changed-people.ts";

/** What a batch brings to one workspace. */
export type WorkspaceBatch = {
  /** Those that count for live segments at all, and of these those that are behaviour. */
  events: readonly PipelineEvent[];
  countable: readonly PipelineEvent[];
  rows: ReadonlyMap<PipelineEvent, InteractionRow>;
  identified: Identified;
  changed: ChangedStates;
  /** Profiles that belong to one person at all times. */
  isWhole: (profileId: string) => boolean;
  /** People who came into or left a segment of people whose members segments of accounts count; told while people are looked at. */
  counted: Set<string>;
  nowMs: number;
};
