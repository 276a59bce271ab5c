import type { ReactNode } from "react";
import classes from "./chip.module.css";

export type Tone = "neutral" | "accent" | "good" | "warn" | "bleed";

/** A small label. Neutral unless the colour itself says something: `good` heals, `bleed` bleeds. */
export function Chip({ tone = "neutral", icon, title, children }: { tone?: Tone; icon?: ReactNode; title?: string; children: ReactNode }) {
  return (
    <span className={classes.chip} data-tone={tone} title={title}>
      {icon}
      {children}
    </span>
  );
}

/** A coloured dot with words: the state of something. */
export function Status({ tone, children }: { tone: Tone; children: ReactNode }) {
  return (
    <span className={classes.status}>
      <i className={classes.dot} data-tone={tone} />
      {children}
    </span>
  );
}
