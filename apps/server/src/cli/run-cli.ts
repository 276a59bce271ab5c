import type { CliIo, Command } from "./command.ts";
import { CliError } from "./command.ts";
import { commands } from "./commands.ts";

/** Runs the command that the arguments name. Exit codes: 0 done, 1 failed or misused; a command may give others. */
export async function runCli([name, ...args]: readonly string[], io: CliIo, known: readonly Command[] = commands): Promise<number> {
  if (name === undefined || name === "help" || name === "--help" || name === "-h") return help(args[0], io, known);
  const command = known.find((one) => one.name === name);
  if (!command) {
    io.err(`There is no command ${name}. There are: ${[...known.map((one) => one.name), "help"].join(", ")}.`);
    return 1;
  }
  if (args.includes("--help") || args.includes("-h")) return help(name, io, known);
  try {
    return await command.run(args, io);
  } catch (error) {
    // parseArgs reports options that it does not know this way.
    const isMisuse = error instanceof CliError || (error as { code?: string }).code?.startsWith("ERR_PARSE_ARGS") === true;
    if (!isMisuse) throw error;
    io.err((error as Error).message);
    return 1;
  }
}

function help(name: string | undefined, io: CliIo, known: readonly Command[]): number {
  const command = known.find((one) => one.name === name);
  if (name !== undefined && !command) {
    io.err(`There is no command ${name}.`);
    return 1;
  }
  if (command) io.out(`${command.summary}\n\n${command.usage}`);
  else
    io.out(
      [
        "Usage: npm run cli -- <command> [options]",
        "",
        ...known.map((one) => `  ${one.name.padEnd(10)} ${one.summary}`),
        "",
        "npm run cli -- help <command> shows its options.",
      ].join("\n"),
    );
  return 0;
}
