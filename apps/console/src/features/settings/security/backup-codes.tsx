import { Button } from "@mantine/core";
import { downloadFile } from "../../../ui/chart/download-file.ts";
import { CopyButton } from "../../../ui/copy-button.tsx";
import classes from "../settings.module.css";

/** Codes for when the phone is gone; shown this once. */
export function BackupCodes({ codes, onDone }: { codes: readonly string[]; onDone: () => void }) {
  const text = `${codes.join("\n")}\n`;
  return (
    <div className={classes.form}>
      <p className={classes.once}>
        <b>Keep these codes where you keep passwords.</b> Each signs you in once, without the phone. They are not shown again.
      </p>
      <div className={classes.codes} role="group" aria-label="Backup codes">
        {codes.map((code) => (
          <code key={code}>{code}</code>
        ))}
      </div>
      <div className={classes.buttons}>
        <CopyButton value={text} what="the backup codes" label="Copy" />
        <Button onClick={() => downloadFile("throughline-backup-codes.txt", new Blob([text], { type: "text/plain" }))}>Download</Button>
        <Button variant="filled" onClick={onDone}>
          I have kept them
        </Button>
      </div>
    </div>
  );
}
