import type { Command } from "./command.ts";
import { importCommand } from "./import.ts";

/** Every command, in the order of the list that `help` shows. */
export const commands: readonly Command[] = [importCommand];
