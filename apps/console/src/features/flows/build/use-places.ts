import { useRef } from "react";
import type { ListState } from "../../../ui/data-table/use-list-state.ts";

const panels = ["check", "changes", "simulate"] as const;
export type PanelName = (typeof panels)[number];

/** What is selected and what stands beside the canvas, kept in the address: `?step=` or `?panel=`. */
export function usePlaces(state: ListState) {
  // Whether the panel that opens next takes the focus: opened by a key it does, by the pointer it does not.
  const takesFocus = useRef(false);
  return {
    step: state.filter("step") ?? null,
    panel: panels.find((name) => name === state.filter("panel")) ?? null,
    takesFocus,
    select: (step: string) => {
      takesFocus.current = false;
      state.set({ step, panel: undefined });
    },
    edit: (step: string) => {
      takesFocus.current = true;
      state.set({ step, panel: undefined });
    },
    open: (panel: PanelName) => {
      takesFocus.current = true;
      state.set({ panel, step: undefined });
    },
    close: () => state.set({ step: undefined, panel: undefined }),
    show: (as: "canvas" | "list") => state.set({ as: as === "list" ? as : undefined }),
    simulate: (simulation: string | undefined) => state.set({ simulation }),
  };
}
export type Places = ReturnType<typeof usePlaces>;
