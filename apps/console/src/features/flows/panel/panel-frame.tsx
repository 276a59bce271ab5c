import { CloseButton } from "@mantine/core";
import { createContext, use, type KeyboardEvent, type ReactNode } from "react";
import classes from "./panel.module.css";

/** Where panels stand: beside the canvas, or in a drawer, which has their title and closes by itself. */
export const PanelPlace = createContext<"beside" | "drawer">("beside");

type PanelFrameProps = {
  title: string;
  icon?: ReactNode;
  actions?: ReactNode;
  /** True shows only. */
  locked?: boolean;
  onClose: () => void;
  children: ReactNode;
};

/** What stands beside the canvas: its title, what can be done with it, and a way to close it (also Escape). */
export function PanelFrame({ title, icon, actions, locked = false, onClose, children }: PanelFrameProps) {
  const inDrawer = use(PanelPlace) === "drawer";
  const onKeyDown = (event: KeyboardEvent) => {
    // A list that is open closes first, and takes the key for itself.
    const isListOpen = event.target instanceof HTMLElement && event.target.getAttribute("aria-expanded") === "true";
    if (event.key !== "Escape" || event.defaultPrevented || isListOpen || inDrawer) return;
    event.preventDefault();
    onClose();
  };
  return (
    <section className={inDrawer ? classes.inDrawer : classes.panel} aria-label={title} onKeyDown={onKeyDown}>
      {inDrawer ? (
        <div className={classes.drawerActions}>{locked ? null : actions}</div>
      ) : (
        <header className={classes.header}>
          {icon ? <span className={classes.icon}>{icon}</span> : null}
          <h2 className={classes.title}>{title}</h2>
          {locked ? null : actions}
          <CloseButton size={28} aria-label="Close the panel" onClick={onClose} />
        </header>
      )}
      <div className={classes.body} data-panel-body>
        <fieldset className={classes.fields} disabled={locked}>
          {children}
        </fieldset>
      </div>
    </section>
  );
}
