import { ActionIcon, Alert, Tooltip } from "@mantine/core";
import { describeQuery } from "@throughline/contract";
import { IconAdjustmentsHorizontal, IconArrowBackUp, IconArrowForwardUp, IconChevronDown } from "@tabler/icons-react";
import { useState } from "react";
import { Card } from "../../ui/card.tsx";
import { CopyButton } from "../../ui/copy-button.tsx";
import { Page } from "../../ui/page.tsx";
import { TextLink } from "../../ui/text-link.tsx";
import { AskBox } from "../ask/index.ts";
import { KeepQuery, type Keeping } from "../dashboards/index.ts";
import { QueryBuilder } from "./builder/query-builder.tsx";
import classes from "./explorer.module.css";
import { encodeQuery } from "./query-code.ts";
import { QueryResult } from "./result/query-result.tsx";
import { OpenedQueryBar } from "./saved/opened-query.tsx";
import { SavedQueries } from "./saved/saved-queries.tsx";
import { useSavedQuery } from "./saved/use-saved-query.ts";
import { useExploredQuery } from "./use-explored-query.ts";

/** Asks anything about behaviour: the question at the left, its live answer at the right. The address holds the question. */
export function ExplorerPage() {
  const { query, set, replace, remember, undo, redo, canUndo, canRedo, isBroken, journey } = useExploredQuery();
  const encoded = encodeQuery(query);
  const opened = useSavedQuery(query, remember);
  const shared = new URLSearchParams({ q: encoded, ...(opened.saved ? { saved: opened.saved.id } : {}) });
  const [keeping, setKeeping] = useState<Keeping>(null);
  // Matters on narrow screens alone, where the answer comes first.
  const [asking, setAsking] = useState(false);
  return (
    <Page
      title="Insights"
      description={describeQuery(query)}
      badges={<OpenedQueryBar opened={opened} onSaveAs={() => setKeeping("query")} />}
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
          <SavedQueries openId={opened.saved?.id ?? null} onOpen={opened.open} />
          <KeepQuery query={query} encoded={encoded} asked={keeping} onAsk={setKeeping} opened={opened} />
          <CopyButton value={new URL(`?${shared}`, window.location.href).href} what="the link" label="Copy link" />
        </>
      }
    >
      <AskBox shown={query} onQuery={replace} />
      {isBroken ? (
        <Alert color="bleed" title="The link holds no question that can be read">
          It may have been cut off on its way. Ask a new one here.
        </Alert>
      ) : null}
      {journey === null ? null : (
        <Alert title="The link asks about a journey">
          Journeys have a page of their own. <TextLink to={`/journeys/${encodeURIComponent(journey)}`}>Open the journey</TextLink>
        </Alert>
      )}
      <div className={classes.explorer}>
        <button type="button" className={classes.toggle} aria-expanded={asking} aria-controls="question" onClick={() => setAsking(!asking)}>
          <IconAdjustmentsHorizontal size={16} aria-hidden="true" />
          {asking ? "Hide the question" : "Change the question"}
          <IconChevronDown size={15} aria-hidden="true" className={classes.chevron} />
        </button>
        <div id="question" className={classes.question} data-open={asking || undefined}>
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
