import type { Import } from "@throughline/contract";
import { Progress } from "@mantine/core";
import { Status, type Tone } from "../../ui/chip.tsx";
import { formatShare } from "../../ui/format-number.ts";
import classes from "./imports.module.css";

export type ImportState = Import["status"];
export type ImportKind = Import["kind"];

const states: Record<ImportState, { tone: Tone; text: string }> = {
  uploaded: { tone: "accent", text: "Waits for you" },
  checking: { tone: "accent", text: "Checking" },
  ready: { tone: "accent", text: "Ready to start" },
  running: { tone: "good", text: "Running" },
  paused: { tone: "warn", text: "Paused" },
  done: { tone: "neutral", text: "Done" },
  failed: { tone: "bleed", text: "Failed" },
};

export const kindWords: Record<ImportKind, string> = { events: "Events", people: "People", accounts: "Accounts" };

/** True while the server reads the file. */
export const isReading = ({ status }: Pick<Import, "status">) => status === "running" || status === "checking";

/** True when there is something left to read and the server has the file no more. */
export const isFileGone = ({ status, fileThere }: Pick<Import, "status" | "fileThere">) => status !== "done" && !fileThere;

/** Share of the file that has been read, 0…1. */
export const progressOf = ({ bytes, bytesRead }: Pick<Import, "bytes" | "bytesRead">) => (bytes === 0 ? 1 : Math.min(1, bytesRead / bytes));

export function ImportStatus({ status }: { status: ImportState }) {
  return <Status tone={states[status].tone}>{states[status].text}</Status>;
}

/** The state, and while the file is being read how far it is. */
export function ImportProgress({ item }: { item: Import }) {
  const share = progressOf(item);
  return (
    <span className={classes.progress}>
      <ImportStatus status={item.status} />
      {isReading(item) || item.status === "paused" ? (
        <>
          <Progress
            value={share * 100}
            size={5}
            className={classes.bar}
            color={item.status === "paused" ? "gray" : undefined}
            aria-label={`${item.fileName}: read`}
          />
          <span className="dim small numbers">{formatShare(share)}</span>
        </>
      ) : null}
    </span>
  );
}
