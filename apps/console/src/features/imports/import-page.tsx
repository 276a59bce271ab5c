import { useSuspenseQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import type { Import } from "@throughline/contract";
import { useState } from "react";
import { api } from "../../app/api.ts";
import { formatBytes } from "../../ui/format-number.ts";
import { Page } from "../../ui/page.tsx";
import { TimeAgo } from "../../ui/time-ago.tsx";
import { DryRunCard } from "./dry-run-card.tsx";
import { ImportActions } from "./import-actions.tsx";
import { FileGone } from "./file-gone.tsx";
import { ImportStatus, isFileGone, isReading, kindWords } from "./import-status.tsx";
import { MappingCard } from "./mapping-card.tsx";
import { ProgressCard } from "./progress-card.tsx";
import { useImportActions, type Draft } from "./use-import-actions.ts";

/** One import from its columns to its end: what becomes of each column, what a dry run finds, how far it is, what failed. */
export function ImportPage() {
  const { importId } = useParams({ from: "/shell/data/imports/$importId" });
  const { data: item } = useSuspenseQuery(
    api.imports.get.queryOptions({
      input: { id: importId },
      refetchInterval: (query) => (query.state.data && isReading(query.state.data) ? 1000 : false),
    }),
  );
  return <OneImport key={item.id} item={item} />;
}

function OneImport({ item }: { item: Import }) {
  const [draft, setDraft] = useState<Draft | null>(null);
  const actions = useImportActions(item.id, () => setDraft(null));
  const settled = (item.status !== "uploaded" && item.status !== "ready") || isReading(item);
  return (
    <Page
      title={item.fileName}
      badges={<ImportStatus status={item.status} />}
      description={
        <>
          {kindWords[item.kind]} · {item.format === "csv" ? "CSV" : "JSON lines"} · {formatBytes(item.bytes)} · uploaded{" "}
          <TimeAgo at={item.createdAt} />
        </>
      }
      actions={<ImportActions item={item} draft={draft} actions={actions} />}
    >
      {isFileGone(item) ? <FileGone item={item} /> : null}
      {item.status === "uploaded" || item.status === "ready" ? null : <ProgressCard item={item} />}
      {item.dryRun && !settled && draft === null ? <DryRunCard item={item} dryRun={item.dryRun} /> : null}
      <MappingCard item={item} draft={draft} onDraft={setDraft} settled={settled} save={actions.save} />
    </Page>
  );
}
