import { Handle, Position, type Node, type NodeProps } from "@xyflow/react";
import classes from "./canvas.module.css";
import { StepCard } from "./step-card.tsx";

export type CardNode = Node<{ tabbable: boolean; onFocus: () => void }, "card">;
export type EndNode = Node<Record<string, never>, "end">;
export type CanvasNode = CardNode | EndNode;

function Card({ id, data }: NodeProps<CardNode>) {
  return (
    <>
      <Handle type="target" position={Position.Top} className={classes.handle} isConnectable={false} />
      <StepCard id={id} tabbable={data.tabbable} onFocus={data.onFocus} />
      <Handle type="source" position={Position.Bottom} className={classes.handle} isConnectable={false} />
    </>
  );
}

/** The mark of a way that ends. */
function End() {
  return (
    <>
      <Handle type="target" position={Position.Top} className={classes.handle} isConnectable={false} />
      <span className={classes.end}>End</span>
    </>
  );
}

export const nodeTypes = { card: Card, end: End };
