/** Where a command writes, and what it reads of the environment. `progress` rewrites one line of a terminal; null where there is none. */
export type CliIo = {
  out: (line: string) => void;
  err: (line: string) => void;
  progress: ((line: string) => void) | null;
  env: Readonly<Record<string, string | undefined>>;
};

/** A command of `npm run cli -- <name>`. One file each; {@link commands} lists them. */
export type Command = {
  name: string;
  /** One line for the list of commands. */
  summary: string;
  /** How it is called, and every option with its meaning. */
  usage: string;
  /** Gives the exit code. Throw a CliError for what the caller can put right. */
  run(args: readonly string[], io: CliIo): Promise<number>;
};

/** A mistake that the caller can put right: printed as it is, without a stack. */
export class CliError extends Error {}
