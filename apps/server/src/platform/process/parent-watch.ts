/**
 * Tells when the launcher (`scripts/start.mjs`) is gone, however it died: it holds the other end of this process's
 * standard input, which the system closes with it, also after `kill -9`.
 *
 * Contract: the launcher sets `THROUGHLINE_PARENT=stdin` and gives a pipe as standard input. Without that variable
 * (started by hand, by a service manager, by a test) nothing is watched, and standard input means nothing.
 *
 * @param onGone called once, at most; expected to shut down as after SIGTERM.
 * @returns stops watching.
 */
export function watchParent(onGone: () => void): () => void {
  if (process.env["THROUGHLINE_PARENT"] !== "stdin") return () => {};
  // Our own children have another standard input: they must not believe that it is watched.
  delete process.env["THROUGHLINE_PARENT"];
  const { stdin } = process;
  const gone = () => {
    stop();
    // Under `node --watch` our parent is the watcher, which would outlive us: it stops us, gracefully, and then itself.
    if (process.env["WATCH_REPORT_DEPENDENCIES"]) process.kill(process.ppid, "SIGTERM");
    else onGone();
  };
  const stop = () => {
    stdin.off("end", gone).off("error", gone).off("close", gone);
    stdin.pause();
  };
  stdin.on("end", gone).on("error", gone).on("close", gone);
  stdin.resume();
  // Watching alone is no reason to stay alive.
  if ("unref" in stdin) stdin.unref();
  return stop;
}
