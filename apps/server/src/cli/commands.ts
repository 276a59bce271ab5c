import { backupCommand } from "./backup.ts";
import type { Command } from "./command.ts";
import { importCommand } from "./import.ts";
import { restoreCommand } from "./restore.ts";

/** Every command, in the order of the list that `help` shows. */
export const commands: readonly Command[] = [importCommand, backupCommand, restoreCommand];
