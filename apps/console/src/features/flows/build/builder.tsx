import { useMediaQuery } from "@mantine/hooks";
import { nameOfStep, type Flow, type FlowStepKind } from "@throughline/contract";
import { useMemo, useRef, useState } from "react";
import { useCan } from "../../../app/session.ts";
import { announce } from "../../../ui/announce.ts";
import { useListState } from "../../../ui/data-table/use-list-state.ts";
import { AddMenu } from "../canvas/add-menu.tsx";
import { CanvasContext, type CanvasView } from "../canvas/canvas-context.ts";
import { FlowCanvas } from "../canvas/flow-canvas.tsx";
import { FlowOutline } from "../canvas/flow-outline.tsx";
import { cardOf, type CanvasActions } from "../canvas/use-canvas-keys.ts";
import { useDraft } from "../draft/use-draft.ts";
import { FlowFrame } from "../flow-frame.tsx";
import { blankStep } from "../graph/blank-step.ts";
import { duplicateStep, insertStep, newStepId, removeStep, triggerId, type WayOf } from "../graph/edit-flow.ts";
import { useSimulation } from "../simulate/use-simulation.ts";
import { useNames } from "../step/use-choices.ts";
import { issuesByStep } from "../words/flow-words.ts";
import { stepKinds } from "../words/step-words.ts";
import classes from "./build.module.css";
import { DraftNotices } from "./draft-notices.tsx";
import { SidePanel } from "./side-panel.tsx";
import { Toolbar } from "./toolbar.tsx";
import { useCounts } from "./use-counts.ts";
import { useIssues } from "./use-issues.ts";
import { usePlaces } from "./use-places.ts";

/** The canvas (or the same as a list) with what stands beside it. What is selected and opened is in the address. */
export function Builder({ flow }: { flow: Flow }) {
  const draft = useDraft(flow);
  const editable = useCan("flows:write");
  const state = useListState();
  const places = usePlaces(state);
  const narrow = useMediaQuery("(max-width: 820px)", false, { getInitialValueInEffect: false }) === true;
  const asList = narrow || state.filter("as") === "list";
  const checked = useIssues(flow.key, draft.definition);
  const simulation = useSimulation(state.filter("simulation"));
  const counts = useCounts(flow, places.panel === "simulate" ? simulation.data : undefined);
  const nameOf = useNames();
  const body = useRef<HTMLDivElement>(null);
  const [adding, setAdding] = useState<{ at: WayOf | { from: string }; anchor: HTMLElement } | null>(null);

  const selected = places.step !== null && (places.step === triggerId || draft.definition.steps[places.step]) ? places.step : null;
  const issues = useMemo(() => issuesByStep(checked.issues ?? [], triggerId), [checked.issues]);
  const focusCard = (id: string) =>
    requestAnimationFrame(() => requestAnimationFrame(() => cardOf(body.current, id)?.focus({ preventScroll: !asList })));
  const view: CanvasView = {
    flowKey: flow.key,
    flow: draft.definition,
    counts,
    issues,
    selected,
    editable,
    nameOf,
    onSelect: places.select,
    onAdd: (at, anchor) => setAdding({ at, anchor }),
  };

  const titleOf = (id: string) => nameOfStep(draft.definition, id);
  const add = (at: WayOf, kind: FlowStepKind) => {
    const id = newStepId(draft.definition.steps, kind);
    draft.edit(insertStep(draft.definition, at, id, blankStep(kind)));
    setAdding(null);
    places.select(id);
    announce(`${stepKinds[kind].label} added`);
    focusCard(id);
  };
  const duplicate = (id: string) => {
    const copied = duplicateStep(draft.definition, id);
    if (copied === null) return;
    draft.edit(copied.flow);
    places.select(copied.id);
    announce(`${titleOf(id)} copied`);
    focusCard(copied.id);
  };
  const remove = (id: string) => {
    if (draft.definition.steps[id] === undefined) return;
    const before = Object.entries(draft.definition.steps).find(([, step]) => JSON.stringify(step).includes(`:${JSON.stringify(id)}`))?.[0];
    const next = removeStep(draft.definition, id);
    const gone = Object.keys(draft.definition.steps).length - Object.keys(next.steps).length - 1;
    draft.edit(next);
    places.close();
    announce(`${titleOf(id)} removed${gone > 0 ? `, and ${gone} after it` : ""}. Control Z brings it back.`);
    focusCard(before !== undefined && next.steps[before] ? before : triggerId);
  };
  const close = () => {
    const card = selected === null ? null : cardOf(body.current, selected);
    // A drawer keeps the focus while it is open; beside a panel it goes back at once, for the next key is the card's.
    if (narrow && selected !== null) focusCard(selected);
    else card?.focus({ preventScroll: !asList });
    places.close();
  };

  const actions: CanvasActions = {
    edit: places.edit,
    add: (from, anchor) => setAdding({ at: { from }, anchor }),
    duplicate,
    remove,
  };
  return (
    <CanvasContext value={view}>
      <FlowFrame
        flow={flow}
        part="build"
        fills
        actions={
          <Toolbar flow={flow} draft={draft} issues={checked.issues} editable={editable} asList={asList} narrow={narrow} places={places} />
        }
      >
        <DraftNotices draft={draft} />
        <div ref={body} className={classes.body}>
          {asList ? (
            <FlowOutline actions={actions} />
          ) : (
            <FlowCanvas
              actions={actions}
              onPlace={(id, place) =>
                draft.edit({ ...draft.definition, layout: { ...draft.definition.layout, [id]: place } }, `place ${id}`)
              }
              onTidy={() => draft.edit({ ...draft.definition, layout: {} })}
            />
          )}
          <SidePanel
            flow={flow}
            draft={draft}
            checked={checked}
            simulation={simulation}
            selected={selected}
            editable={editable}
            inDrawer={narrow}
            places={places}
            onDuplicate={duplicate}
            onRemove={remove}
            onClose={close}
          />
        </div>
        {adding ? (
          <AddMenu
            key={JSON.stringify(adding.at)}
            flow={draft.definition}
            at={adding.at}
            anchor={adding.anchor}
            onClose={() => setAdding(null)}
            onPick={add}
          />
        ) : null}
      </FlowFrame>
    </CanvasContext>
  );
}
