import { useRef, type KeyboardEvent, type PointerEvent, type RefObject } from "react";
import { announce } from "../../ui/announce.ts";
import { columns, fitBox, type Box, type Place } from "./arrange-tiles.ts";

const gap = 12;
const rowHeight = 80;
type Grip = { kind: "move" | "resize"; from: Box; x: number; y: number };
const arrows: Record<string, [number, number]> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/**
 * Moves and resizes a tile: by dragging its handle or its corner, or with the arrow keys on the handle (with Shift they resize). `onPlace` gets every box on the way.
 * Gives what the handle and the corner need.
 */
export function useTileDrag({
  grid,
  tile,
  title,
  onPlace,
}: {
  grid: RefObject<HTMLElement | null>;
  tile: Place;
  title: string;
  onPlace: (box: Box) => void;
}) {
  const grip = useRef<Grip | null>(null);
  const boxOf = ({ x, y, w, h }: Place): Box => ({ x, y, w, h });
  const start = (kind: Grip["kind"]) => (event: PointerEvent<HTMLElement>) => {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    grip.current = { kind, from: boxOf(tile), x: event.clientX, y: event.clientY + window.scrollY };
  };
  const follow = (event: PointerEvent<HTMLElement>) => {
    const held = grip.current;
    const width = grid.current?.clientWidth;
    if (!held || !width) return;
    const dx = Math.round((event.clientX - held.x) / ((width + gap) / columns));
    const dy = Math.round((event.clientY + window.scrollY - held.y) / (rowHeight + gap));
    place(held.from, held.kind, dx, dy);
  };
  const place = (from: Box, kind: Grip["kind"], dx: number, dy: number): Box => {
    const resized = { ...from, w: Math.min(from.w + dx, columns - from.x), h: from.h + dy };
    const next = fitBox(kind === "move" ? { ...from, x: from.x + dx, y: from.y + dy } : resized);
    if (next.x !== tile.x || next.y !== tile.y || next.w !== tile.w || next.h !== tile.h) onPlace(next);
    return next;
  };
  const end = () => {
    grip.current = null;
  };
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const step = arrows[event.key];
    if (!step || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    const { x, y, w, h } = place(boxOf(tile), event.shiftKey ? "resize" : "move", ...step);
    announce(event.shiftKey ? `${title}: ${w} columns wide, ${h} rows high` : `${title}: column ${x + 1}, row ${y + 1}`);
  };
  const pointer = (kind: Grip["kind"]) => ({ onPointerDown: start(kind), onPointerMove: follow, onPointerUp: end, onPointerCancel: end });
  return { handle: { ...pointer("move"), onKeyDown }, corner: pointer("resize") };
}
