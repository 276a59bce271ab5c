import { nameOfStep, type FlowDefinition } from "@throughline/contract";
import { IconListCheck } from "@tabler/icons-react";
import { ErrorState } from "../../../ui/error-state.tsx";
import { plural } from "../../../ui/format-number.ts";
import type { Checked } from "../build/use-issues.ts";
import { triggerId } from "../graph/edit-flow.ts";
import { IssueList } from "./issue-list.tsx";
import { PanelFrame } from "./panel-frame.tsx";
import classes from "./panel.module.css";

type CheckPanelProps = {
  flow: FlowDefinition;
  checked: Checked;
  onOpen: (step: string) => void;
  onClose: () => void;
};

/** Everything that is wrong with the draft; each leads to its step. */
export function CheckPanel({ flow, checked: { issues, isChecking, error, retry }, onOpen, onClose }: CheckPanelProps) {
  const titleOf = (id: string | null) => (id === null ? "The flow" : nameOfStep(flow, id));
  const errors = issues?.filter(({ severity }) => severity === "error").length ?? 0;
  return (
    <PanelFrame title="Check" icon={<IconListCheck size={16} />} onClose={onClose}>
      <div className={classes.stack}>
        {error && !issues ? <ErrorState error={error} onRetry={retry} title="It could not be checked" /> : null}
        <p role="status" className="dim">
          {issues === undefined
            ? error
              ? ""
              : "Checking…"
            : issues.length === 0
              ? "Nothing is wrong with it. It can be published."
              : errors === 0
                ? `It can be published. ${plural(issues.length, "thing is", "things are")} worth a look.`
                : `${plural(errors, "thing keeps", "things keep")} it from being published.`}
          {isChecking && issues ? " Checking again…" : ""}
        </p>
        <IssueList issues={issues ?? []} titleOf={titleOf} onOpen={(step) => onOpen(step ?? triggerId)} />
      </div>
    </PanelFrame>
  );
}
