import { Button, Progress } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import type { Import } from "@throughline/contract";
import { IconDownload } from "@tabler/icons-react";
import { notifyFailure } from "../../app/notify.ts";
import { Card } from "../../ui/card.tsx";
import { formatBytes, formatCount, formatShare } from "../../ui/format-number.ts";
import { formatDuration } from "../../ui/format-time.ts";
import { Stat, StatRow } from "../../ui/stat.tsx";
import { downloadFailures } from "./download-failures.ts";
import { isFileGone, isReading, progressOf } from "./import-status.tsx";
import classes from "./imports.module.css";

/** How far it is, or how it ended; what failed can be had as a file. */
export function ProgressCard({ item }: { item: Import }) {
  const share = progressOf(item);
  const checking = item.status === "checking";
  const there = item.rowsRead - item.rowsTaken - item.rowsFailed;
  return (
    <>
      {item.error && !isFileGone(item) ? (
        <p role="alert" className={classes.error}>
          {item.error}
        </p>
      ) : null}
      {item.status === "done" ? null : (
        <Card>
          <div className={classes.reading}>
            <Progress value={share * 100} size={8} color={isReading(item) ? undefined : "gray"} aria-label="Read" />
            <span className="dim small numbers" role="status">
              {formatShare(share)} · {formatBytes(item.bytesRead)} of {formatBytes(item.bytes)} read
              {checking ? " · nothing is taken yet" : ""}
            </span>
          </div>
        </Card>
      )}
      <StatRow>
        <Stat label="Rows read" value={formatCount(item.rowsRead)} />
        <Stat
          label={checking ? "Could be taken" : "Taken"}
          value={formatCount(item.rowsTaken)}
          detail={item.rowsTaken > 0 ? formatShare(item.rowsTaken / item.rowsRead) : undefined}
        />
        <Stat
          label="Failed"
          value={formatCount(item.rowsFailed)}
          detail={item.rowsFailed > 0 ? formatShare(item.rowsFailed / item.rowsRead) : undefined}
          change={item.rowsFailed > 0 ? <Failures item={item}>Download them</Failures> : isReading(item) ? "none so far" : "none"}
        />
        {there > 0 ? <Stat label="There already" value={formatCount(there)} detail={formatShare(there / item.rowsRead)} /> : null}
        {item.finishedAt ? (
          <Stat label="From upload to done" value={formatDuration(Date.parse(item.finishedAt) - Date.parse(item.createdAt))} />
        ) : null}
      </StatRow>
    </>
  );
}

/** The rows that failed, as a file. */
export function Failures({ item, children }: { item: Import; children: string }) {
  const download = useMutation({ mutationFn: () => downloadFailures(item), onError: notifyFailure("Could not download what failed") });
  return (
    <Button size="xs" leftSection={<IconDownload size={14} />} loading={download.isPending} onClick={() => download.mutate()} mt={4}>
      {children}
    </Button>
  );
}
