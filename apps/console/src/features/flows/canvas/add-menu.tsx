import { Menu } from "@mantine/core";
import { waysOut, type FlowDefinition, type FlowStepKind } from "@throughline/contract";
import { useRef, useState } from "react";
import { AnchoredMenu } from "../../../ui/anchored-menu.tsx";
import { triggerId, type WayOf } from "../graph/edit-flow.ts";
import { offeredKinds, stepKinds, wayWords } from "../words/step-words.ts";
import classes from "./add-menu.module.css";
import { KindIcon } from "./kind-icon.tsx";

type AddMenuProps = {
  flow: FlowDefinition;
  /** Where a step is wanted: in a way, or after a step, by a way yet to be chosen. */
  at: WayOf | { from: string };
  anchor: HTMLElement;
  onClose: () => void;
  onPick: (at: WayOf, kind: FlowStepKind) => void;
};

/** What can be put into a way; after a step of several ways, first by which of them. */
export function AddMenu({ flow, at, anchor, onClose, onPick }: AddMenuProps) {
  const element = useRef<HTMLElement | null>(anchor);
  const ways = waysAfter(flow, at.from);
  const [chosen, setChosen] = useState<WayOf | null>(
    "way" in at ? at : ways.length === 1 ? { from: at.from, way: ways[0] ?? "next" } : null,
  );
  const step = flow.steps[at.from];
  const close = () => {
    onClose();
    // The focus returns to where it was asked for, unless it has been put somewhere else.
    requestAnimationFrame(() => {
      const focused = document.activeElement;
      if (focused === null || focused === document.body || focused.closest("[role=menu]")) anchor.focus({ preventScroll: true });
    });
  };
  return (
    <AnchoredMenu anchor={element} onClose={close} position="bottom" width={360}>
      {chosen === null ? (
        <>
          <Menu.Label>Add after which way?</Menu.Label>
          {ways.map((way) => (
            <Menu.Item key={way} closeMenuOnClick={false} onClick={() => setChosen({ from: at.from, way })}>
              <span dir="auto">{wayWords(step, way) || "goes on"}</span>
            </Menu.Item>
          ))}
        </>
      ) : (
        <div className={classes.kinds}>
          {offeredKinds.map((kind) => (
            <Menu.Item key={kind} className={classes.kind} leftSection={<KindIcon kind={kind} />} onClick={() => onPick(chosen, kind)}>
              {stepKinds[kind].label}
              <span className={classes.explained}>{stepKinds[kind].explained}</span>
            </Menu.Item>
          ))}
        </div>
      )}
    </AnchoredMenu>
  );
}

const waysAfter = (flow: FlowDefinition, id: string): string[] => {
  const step = flow.steps[id];
  return id === triggerId ? ["next"] : step ? waysOut(step).map(({ way }) => way) : [];
};
