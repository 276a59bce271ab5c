import type { CliIo } from "./command.ts";

const width = 30;

/** A bar that fills, with what is said beside it. Where there is no terminal nothing is drawn, and a line is printed at each tenth instead. */
export function createProgressBar(io: Pick<CliIo, "progress" | "err">, label: string) {
  let tenth = 0;
  return {
    show(done: number, of: number, text = ""): void {
      const share = of === 0 ? 1 : Math.min(1, done / of);
      const filled = Math.round(share * width);
      const line = `${label} [${"█".repeat(filled)}${"░".repeat(width - filled)}] ${String(Math.floor(share * 100)).padStart(3)} % ${text}`;
      if (io.progress) io.progress(line);
      else if (Math.floor(share * 10) > tenth) {
        tenth = Math.floor(share * 10);
        io.err(`${label} ${tenth * 10} % ${text}`.trimEnd());
      }
    },
    end(): void {
      io.progress?.("");
    },
  };
}
