import type { Flow } from "@throughline/contract";
import { useEffect, useRef } from "react";
import { SideDrawer } from "../../../ui/side-drawer.tsx";
import type { Draft } from "../draft/use-draft.ts";
import { CheckPanel } from "../panel/check-panel.tsx";
import { ChangesPanel } from "../panel/changes-panel.tsx";
import { PanelPlace } from "../panel/panel-frame.tsx";
import { StepPanel } from "../panel/step-panel.tsx";
import { SimulatePanel } from "../simulate/simulate-panel.tsx";
import type { SimulationQuery } from "../simulate/use-simulation.ts";
import { stepKinds } from "../words/step-words.ts";
import type { Checked } from "./use-issues.ts";
import type { PanelName, Places } from "./use-places.ts";

type SidePanelProps = {
  flow: Flow;
  draft: Draft;
  checked: Checked;
  simulation: SimulationQuery;
  selected: string | null;
  editable: boolean;
  inDrawer: boolean;
  places: Places;
  onDuplicate: (id: string) => void;
  onRemove: (id: string) => void;
  onClose: () => void;
};

/** What stands beside the canvas: the selected step, or what is wrong, what changed, a simulation. On a phone over it. */
export function SidePanel(props: SidePanelProps) {
  const { selected, places, inDrawer, onClose } = props;
  const place = useRef<HTMLDivElement>(null);
  const what = places.panel ?? selected;
  useEffect(() => {
    if (what === null || !places.takesFocus.current || inDrawer) return;
    places.takesFocus.current = false;
    const first = place.current?.querySelector<HTMLElement>(
      "[data-panel-body] :is(input, select, textarea, button, summary, a):not([disabled])",
    );
    (first ?? place.current?.querySelector<HTMLElement>("button"))?.focus();
  }, [what, places.takesFocus, inDrawer]);
  if (inDrawer)
    return (
      <SideDrawer opened={what !== null} onClose={onClose} title={titleOf(props)} size={440}>
        <PanelPlace value="drawer">{what === null ? null : <Content {...props} />}</PanelPlace>
      </SideDrawer>
    );
  if (what === null) return null;
  return (
    <div ref={place} style={{ display: "contents" }}>
      <Content {...props} />
    </div>
  );
}

const panelTitles: Record<PanelName, string> = { check: "Check", changes: "Changes", simulate: "Simulate on the past" };

function titleOf({ places, selected, draft }: SidePanelProps): string {
  if (places.panel) return panelTitles[places.panel];
  const step = selected === null ? undefined : draft.definition.steps[selected];
  return step ? stepKinds[step.kind].label : "How it begins, and what it is for";
}

function Content({ flow, draft, checked, simulation, selected, editable, places, onDuplicate, onRemove, onClose }: SidePanelProps) {
  if (places.panel === "check") return <CheckPanel flow={draft.definition} checked={checked} onOpen={places.edit} onClose={onClose} />;
  if (places.panel === "changes") return <ChangesPanel flow={flow} draft={draft} onOpen={places.edit} onClose={onClose} />;
  if (places.panel === "simulate")
    return (
      <SimulatePanel
        flow={flow}
        draft={draft}
        simulation={simulation}
        onSimulation={places.simulate}
        onOpen={places.edit}
        onClose={onClose}
      />
    );
  if (selected === null) return null;
  return (
    <StepPanel
      id={selected}
      flowKey={flow.key}
      flow={draft.definition}
      issues={checked.issues ?? []}
      editable={editable}
      onEdit={draft.edit}
      onDuplicate={onDuplicate}
      onRemove={onRemove}
      onClose={onClose}
    />
  );
}
