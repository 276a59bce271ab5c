import { ActionIcon, Alert, Tooltip } from "@mantine/core";
import { describeQuery } from "@throughline/contract";
import { IconArrowBackUp, IconArrowForwardUp } from "@tabler/icons-react";
import { Card } from "../../ui/card.tsx";
import { CopyButton } from "../../ui/copy-button.tsx";
import { Page } from "../../ui/page.tsx";
import { AskBox } from "../ask/index.ts";
import { KeepQuery } from "../dashboards/index.ts";
import { QueryBuilder } from "./builder/query-builder.tsx";
import classes from "./explorer.module.css";
import { encodeQuery } from "./query-code.ts";
import { QueryResult } from "./result/query-result.tsx";
import { useExploredQuery } from "./use-explored-query.ts";

/** Asks anything about behaviour: the question at the left, its live answer at the right. The address holds the question. */
export function ExplorerPage() {
  const { query, set, undo, redo, canUndo, canRedo, isBroken } = useExploredQuery();
  return (
    <Page
      title="Insights"
      description={describeQuery(query)}
      actions={
        <>
          <Tooltip label="Undo (Ctrl-Z)">
            <ActionIcon aria-label="Undo" disabled={!canUndo} onClick={undo}>
              <IconArrowBackUp size={17} />
            </ActionIcon>
          </Tooltip>
          <Tooltip label="Redo (Shift-Ctrl-Z)">
            <ActionIcon aria-label="Redo" disabled={!canRedo} onClick={redo}>
              <IconArrowForwardUp size={17} />
            </ActionIcon>
          </Tooltip>
          <KeepQuery query={query} encoded={encodeQuery(query)} />
          <CopyButton value={window.location.href} what="the link" label="Copy link" />
        </>
      }
    >
      <AskBox shown={query} onQuery={set} />
      {isBroken ? (
        <Alert color="bleed" title="The link holds no question that can be read">
          It may have been cut off on its way. Ask a new one here.
        </Alert>
      ) : null}
      <div className={classes.explorer}>
        <div className={classes.question}>
          <Card>
            <QueryBuilder query={query} onChange={set} />
          </Card>
        </div>
        <div className={classes.answer}>
          <QueryResult query={query} onChange={set} />
        </div>
      </div>
    </Page>
  );
}
