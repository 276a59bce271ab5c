import { Alert } from "@mantine/core";
import type { Flow } from "@throughline/contract";
import { Link } from "@tanstack/react-router";
import { useEffect, type ReactNode } from "react";
import { TextLink } from "../../ui/text-link.tsx";
import classes from "./flow-frame.module.css";
import { FlowStatus } from "./flow-status.tsx";
import { flowAddress } from "./use-flow.ts";

const parts = [
  { part: undefined, label: "Build" },
  { part: "runs", label: "People" },
  { part: "report", label: "Report" },
  { part: "versions", label: "Versions" },
] as const;

type FlowFrameProps = {
  flow: Flow;
  /** Said after the name in the title of the document. */
  part: string;
  actions?: ReactNode;
  /** As high as the window, for the canvas. */
  fills?: boolean;
  children: ReactNode;
};

/** The frame of every page of a flow: its name, how it is, its parts, what can be done. */
export function FlowFrame({ flow, part: current, actions, fills = false, children }: FlowFrameProps) {
  useEffect(() => {
    document.title = `${flow.name}: ${current} · Throughline`;
  }, [flow.name, current]);
  return (
    <div className={classes.frame} data-fills={fills || undefined}>
      <header className={classes.header}>
        <div className={classes.heading}>
          <TextLink to="/engage/flows" className={classes.up}>
            Flows
          </TextLink>
          <h1 className={classes.name} dir="auto" title={flow.description || undefined}>
            {flow.name}
          </h1>
          <span className={classes.state}>
            <FlowStatus flow={flow} progress={flow.progress} />
            <span className="dim small">
              {flow.version === null ? "" : `version ${flow.version}`}
              {flow.version !== null && flow.hasChanges ? " · changes not published" : ""}
            </span>
          </span>
        </div>
        {actions ? <div className={classes.actions}>{actions}</div> : null}
        <nav aria-label="Parts of the flow" className={classes.parts}>
          {parts.map(({ part, label }) => (
            <Link
              key={label}
              to={flowAddress(flow.key, part)}
              className={classes.part}
              activeProps={{ "data-active": true }}
              activeOptions={{ exact: part === undefined, includeSearch: false }}
            >
              {label}
            </Link>
          ))}
        </nav>
      </header>
      {flow.stoppedBecause ? (
        <Alert color="bleed" title="It stopped by itself" className={classes.notice}>
          {flow.stoppedBecause}
        </Alert>
      ) : null}
      {children}
    </div>
  );
}
