export { BackupError, rowsOf, type Manifest } from "./archive-format.ts";
export { createBackup, type BackupSources } from "./create-backup.ts";
export { fetchBackup } from "./fetch-backup.ts";
export { isBegun } from "./look-at-stores.ts";
export { restoreBackup, type RestoreTarget } from "./restore-backup.ts";
export { saveBackup, type SaveProgress } from "./save-backup.ts";
export { serveBackups } from "./serve-backups.ts";
export { verifyArchive } from "./verify-archive.ts";
