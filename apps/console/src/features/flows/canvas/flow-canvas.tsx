import "@xyflow/react/dist/base.css";
import { Background, BackgroundVariant, Panel, Position, ReactFlow, ReactFlowProvider, useReactFlow, type NodeChange } from "@xyflow/react";
import { ActionIcon, Tooltip } from "@mantine/core";
import { IconFocusCentered, IconLayoutDistributeVertical, IconMinus, IconPlus } from "@tabler/icons-react";
import { useCallback, useEffect, useMemo, useRef, useState, type ReactNode, type RefObject } from "react";
import { triggerId } from "../graph/edit-flow.ts";
import { backPath, edgeId, edgePath, layOutFlow, type PlacedFlow } from "../graph/lay-out-flow.ts";
import { walk } from "../graph/walk-flow.ts";
import { wayWords } from "../words/step-words.ts";
import { useCanvas } from "./canvas-context.ts";
import classes from "./canvas.module.css";
import { edgeTypes, labelWidth, type WayEdge } from "./edges.tsx";
import { nodeTypes, type CanvasNode } from "./nodes.tsx";
import { useCanvasKeys, type CanvasActions } from "./use-canvas-keys.ts";

type FlowCanvasProps = {
  actions: CanvasActions;
  /** A step was put somewhere by hand. */
  onPlace: (id: string, place: { x: number; y: number }) => void;
  /** Everything back to where it stands by itself. */
  onTidy: () => void;
};

/** The flow drawn: walked with the arrow keys, edited with Enter, N, D and Delete. */
export function FlowCanvas(props: FlowCanvasProps) {
  return (
    <ReactFlowProvider>
      <Drawing {...props} />
    </ReactFlowProvider>
  );
}

function Drawing({ actions, onPlace, onTidy }: FlowCanvasProps) {
  const { flow, editable, selected } = useCanvas();
  const container = useRef<HTMLDivElement>(null);
  const [dragged, setDragged] = useState<{ id: string; x: number; y: number } | null>(null);
  const placed = useMemo(() => {
    const shown = dragged ? { ...flow, layout: { ...flow.layout, [dragged.id]: { x: dragged.x, y: dragged.y } } } : flow;
    return layOutFlow(shown, (from, way) => labelWidth(wayWords(shown.steps[from], way)));
  }, [flow, dragged]);
  const onNodesChange = (changes: NodeChange<CanvasNode>[]) => {
    for (const change of changes)
      if (change.type === "position" && change.position && change.dragging) setDragged({ id: change.id, ...change.position });
  };
  const [tabStop, setTabStop] = useState(selected ?? triggerId);
  const stop = placed.nodes.some(({ id }) => id === tabStop) ? tabStop : triggerId;
  const drawn = useDrawn(placed, stop, setTabStop, editable);
  const { zoomIn, zoomOut, fitView } = useReactFlow();
  const bringIntoView = useBringIntoView(placed, container);
  useCentred(container);
  const keys = useCanvasKeys({ container, walk: (from, direction) => walk(flow, placed, from, direction), actions, onWalk: bringIntoView });
  useEffect(() => {
    if (selected === null) return;
    // Once the panel that shows it stands there too.
    const frame = requestAnimationFrame(() => requestAnimationFrame(() => bringIntoView(selected)));
    return () => cancelAnimationFrame(frame);
  }, [selected, bringIntoView]);
  const byHand = Object.keys(flow.layout).length > 0;
  return (
    <div
      ref={container}
      className={classes.canvas}
      role="group"
      aria-label="The flow. Arrow keys walk it, Enter edits a step, N adds one after it, D copies it, Delete removes it."
      onKeyDown={keys}
    >
      <ReactFlow<CanvasNode, WayEdge>
        nodes={drawn.nodes}
        edges={drawn.edges}
        nodeTypes={nodeTypes}
        edgeTypes={edgeTypes}
        nodesFocusable={false}
        edgesFocusable={false}
        nodesConnectable={false}
        nodesDraggable={editable}
        elementsSelectable={false}
        disableKeyboardA11y
        deleteKeyCode={null}
        selectionKeyCode={null}
        multiSelectionKeyCode={null}
        panActivationKeyCode={null}
        zoomActivationKeyCode={null}
        nodeDragThreshold={4}
        onNodesChange={onNodesChange}
        onNodeDragStop={(_, { id, position }) => {
          setDragged(null);
          onPlace(id, { x: Math.round(position.x), y: Math.round(position.y) });
        }}
        minZoom={0.2}
        maxZoom={1.4}
        fitView
        fitViewOptions={{ maxZoom: 1, padding: 0.12 }}
        panOnScroll
        zoomOnDoubleClick={false}
      >
        <Background variant={BackgroundVariant.Dots} gap={20} size={1.2} color="var(--line-strong)" />
        <Panel position="bottom-left" className={classes.controls}>
          <Control label="Zoom in" onClick={() => void zoomIn()} icon={<IconPlus size={15} />} />
          <Control label="Zoom out" onClick={() => void zoomOut()} icon={<IconMinus size={15} />} />
          <Control
            label="Show the whole flow"
            onClick={() => void fitView({ maxZoom: 1, padding: 0.12 })}
            icon={<IconFocusCentered size={15} />}
          />
          {editable && byHand ? (
            <Control
              label="Tidy up: every step to where it stands by itself"
              onClick={onTidy}
              icon={<IconLayoutDistributeVertical size={15} />}
            />
          ) : null}
        </Panel>
      </ReactFlow>
    </div>
  );
}

function Control({ label, icon, onClick }: { label: string; icon: ReactNode; onClick: () => void }) {
  return (
    <Tooltip label={label} position="right">
      <ActionIcon variant="default" size={28} aria-label={label} onClick={onClick}>
        {icon}
      </ActionIcon>
    </Tooltip>
  );
}

/** Nodes and edges for the library, from where everything stands. */
function useDrawn(placed: PlacedFlow, stop: string, setTabStop: (id: string) => void, editable: boolean) {
  const { counts } = useCanvas();
  return useMemo(() => {
    const places = new Map(placed.nodes.map((node) => [node.id, node]));
    const most = Math.max(1, ...Object.values(counts?.edges ?? {}));
    const nodes = placed.nodes.map(({ id, x, y, width, height }): CanvasNode => {
      const end = (type: "source" | "target", position: Position, top: number) => ({
        type,
        position,
        x: width / 2,
        y: top,
        width: 1,
        height: 1,
      });
      const handles = [end("target", Position.Top, 0), end("source", Position.Bottom, height)];
      const common = { id, position: { x, y }, width, height, measured: { width, height }, handles, focusable: false };
      return id.startsWith("end ")
        ? { ...common, type: "end", data: {}, draggable: false }
        : {
            ...common,
            type: "card",
            draggable: editable && id !== triggerId,
            data: { tabbable: id === stop, onFocus: () => setTabStop(id) },
          };
    });
    const edges = placed.edges.map((edge): WayEdge => {
      const [source, target] = [places.get(edge.from), places.get(edge.target)];
      const path = edge.isBack && source && target ? backPath(source, target) : edgePath(edge.points);
      const share = (counts?.edges[edgeId(edge.from, edge.way)] ?? 0) / most;
      return { id: edge.id, source: edge.from, target: edge.target, type: "way", focusable: false, data: { edge, path, share } };
    });
    return { nodes, edges };
  }, [placed, stop, setTabStop, editable, counts]);
}

/** Keeps the middle where it is when the canvas becomes wider or narrower: a panel beside it opens or closes. */
function useCentred(container: RefObject<HTMLDivElement | null>) {
  const { getViewport, setViewport } = useReactFlow();
  useEffect(() => {
    const element = container.current;
    if (!element) return;
    let width = element.clientWidth;
    const observer = new ResizeObserver(() => {
      const { x, y, zoom } = getViewport();
      const by = (element.clientWidth - width) / 2;
      width = element.clientWidth;
      if (by !== 0) void setViewport({ x: x + by, y, zoom });
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [container, getViewport, setViewport]);
}

/** Moves the drawing as far as needed for a step to be seen. */
function useBringIntoView(placed: PlacedFlow, container: RefObject<HTMLDivElement | null>) {
  const { getViewport, setViewport } = useReactFlow();
  const latest = useRef(placed);
  useEffect(() => {
    latest.current = placed;
  }, [placed]);
  return useCallback(
    (id: string) => {
      const node = latest.current.nodes.find((one) => one.id === id);
      const box = container.current?.getBoundingClientRect();
      if (!node || !box) return;
      const { x, y, zoom } = getViewport();
      const margin = 28;
      const shift = (from: number, length: number, room: number) =>
        from < margin ? margin - from : from + length > room - margin ? Math.min(room - margin - from - length, 0) : 0;
      const dx = shift(node.x * zoom + x, node.width * zoom, box.width);
      const dy = shift(node.y * zoom + y, node.height * zoom, box.height);
      if (dx !== 0 || dy !== 0) void setViewport({ x: x + dx, y: y + dy, zoom }, { duration: 180 });
    },
    [getViewport, setViewport, container],
  );
}
