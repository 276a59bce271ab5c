import type { Tx } from "../identity/index.ts";

/** Somebody came into a live segment, or left it. */
export type SegmentChange = { segmentId: string; key: string; personId: string; entered: boolean };

/**
 * Hears of everybody who comes into a live segment or leaves it, in the very transaction that changes it; their rows are locked. Not of the first members of a segment, not of those
 * whom a changed predicate brings or takes, and not of people who are nobody any more.
 */
export type SegmentListener = (tx: Tx, workspaceId: string, changes: readonly SegmentChange[], nowMs: number) => Promise<void>;
