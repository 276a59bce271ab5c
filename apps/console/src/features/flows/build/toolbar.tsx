import { ActionIcon, Button, SegmentedControl, Tooltip } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import type { Flow, FlowIssue } from "@throughline/contract";
import { IconArrowBackUp, IconArrowForwardUp, IconHistoryToggle } from "@tabler/icons-react";
import { lazy, Suspense } from "react";
import { AllowedButton } from "../../../ui/allowed-button.tsx";
import type { SaveState } from "../draft/draft-store.ts";
import type { Draft } from "../draft/use-draft.ts";
import classes from "./build.module.css";
import { FlowMenu } from "./flow-menu.tsx";
import type { Places } from "./use-places.ts";

const PublishDialog = lazy(async () => ({ default: (await import("../publish/publish-dialog.tsx")).PublishDialog }));

const saveWords: Record<SaveState, string> = {
  saved: "Saved",
  unsaved: "Saving…",
  saving: "Saving…",
  refused: "Not saved",
  failed: "Not saved",
  conflict: "Not saved",
};

type ToolbarProps = {
  flow: Flow;
  draft: Draft;
  issues: readonly FlowIssue[] | undefined;
  editable: boolean;
  asList: boolean;
  narrow: boolean;
  places: Places;
};

/** What can be done with the whole flow. */
export function Toolbar({ flow, draft, issues, editable, asList, narrow, places }: ToolbarProps) {
  const [publishing, publish] = useDisclosure(false);
  const errors = issues?.filter(({ severity }) => severity === "error").length ?? 0;
  const isUnpublished = flow.version === null || flow.hasChanges || draft.save !== "saved";
  return (
    <>
      {editable ? (
        <>
          <span
            className={`${classes.saving} dim`}
            role="status"
            data-failed={draft.problem !== null || draft.save === "conflict" || undefined}
          >
            {saveWords[draft.save]}
          </span>
          <Tooltip label="Undo (Ctrl Z)">
            <ActionIcon className={classes.quiet} aria-label="Undo" disabled={!draft.canUndo} onClick={draft.undo}>
              <IconArrowBackUp size={17} />
            </ActionIcon>
          </Tooltip>
          <Tooltip label="Redo (Ctrl Shift Z)">
            <ActionIcon className={classes.quiet} aria-label="Redo" disabled={!draft.canRedo} onClick={draft.redo}>
              <IconArrowForwardUp size={17} />
            </ActionIcon>
          </Tooltip>
        </>
      ) : null}
      {narrow ? null : (
        <SegmentedControl
          size="xs"
          aria-label="How the flow is shown"
          data={[
            { value: "canvas", label: "Canvas" },
            { value: "list", label: "List" },
          ]}
          value={asList ? "list" : "canvas"}
          onChange={(as) => places.show(as === "list" ? "list" : "canvas")}
        />
      )}
      <Button onClick={() => places.open("check")}>
        Check
        {issues && issues.length > 0 ? (
          <span className={classes.count} data-severity={errors > 0 ? "error" : undefined}>
            {issues.length}
            <span className="visually-hidden">{errors > 0 ? ` found, ${errors} of them errors` : " found"}</span>
          </span>
        ) : null}
      </Button>
      {flow.version !== null && isUnpublished ? <Button onClick={() => places.open("changes")}>Changes</Button> : null}
      <Button leftSection={<IconHistoryToggle size={16} />} onClick={() => places.open("simulate")}>
        Simulate
      </Button>
      <AllowedButton
        permission="flows:write"
        variant="filled"
        unless={isUnpublished ? null : "What is published is what you see."}
        onClick={publish.open}
      >
        Publish…
      </AllowedButton>
      <FlowMenu flow={flow} draft={draft} />
      <Suspense>
        {publishing ? (
          <PublishDialog flow={flow} draft={draft} issues={issues} onClose={publish.close} onCheck={() => places.open("check")} />
        ) : null}
      </Suspense>
    </>
  );
}
