import type { FlowDefinition, FlowIssue } from "@throughline/contract";
import { createContext, use } from "react";
import type { WayOf } from "../graph/edit-flow.ts";

/** Numbers drawn on the flow: of what happens, or of a simulation. */
export type ShownCounts = {
  /** Whether they are of a simulation. */
  simulated: boolean;
  steps: Record<string, { arrived: number; inside: number; failed: number }>;
  /** By edge: `<from> <way>`. */
  edges: Record<string, number>;
  /** Left alone by a holdout. */
  control: number;
};

/** What cards and edges of a flow are drawn from, and what can be done with them. */
export type CanvasView = {
  flowKey: string;
  flow: FlowDefinition;
  counts: ShownCounts | null;
  /** The worst that is wrong with each step. */
  issues: ReadonlyMap<string, FlowIssue["severity"]>;
  selected: string | null;
  /** False shows only. */
  editable: boolean;
  nameOf: (key: string) => string;
  onSelect: (id: string) => void;
  /** Offers what can be put there, at the element that asked for it. */
  onAdd: (at: WayOf, anchor: HTMLElement) => void;
};

export const CanvasContext = createContext<CanvasView | null>(null);

export function useCanvas(): CanvasView {
  const view = use(CanvasContext);
  if (view === null) throw new Error("A part of a flow is drawn outside of its canvas.");
  return view;
}
