import type { LogLag } from "../../platform/log/log.ts";
import type { Processing } from "../pipeline/index.ts";
import type { Problem } from "./problem.ts";

/** Below this nobody would notice. */
const noticeableSeconds = 60;
const longSeconds = 600;
/** A batch may fail now and then and is tried again. */
const mayFailSeconds = 15;
const longestBatchSeconds = 120;

/** What is wrong with processing, in a sentence; null when it is well. Stuck comes before slow: that does not mend itself. */
export function describeProcessing(lag: LogLag, { runs, failingSeconds, sinceProgressSeconds }: Processing): Problem | null {
  if (lag.events === 0) return null;
  const problem = (code: string, severity: Problem["severity"], text: string): Problem => ({ code, severity, text, link: null });
  const waiting = lag.events === 1 ? "1 event waits" : `${lag.events.toLocaleString("en")} events wait`;
  if (!runs && lag.seconds > mayFailSeconds)
    return problem(
      "pipeline_absent",
      "critical",
      `Nothing is processed: no process with the role pipeline runs. ${waiting}, kept until one does.`,
    );
  if (failingSeconds >= mayFailSeconds)
    return problem(
      "pipeline_failing",
      "critical",
      `Processing is stuck: every batch has failed for ${spell(failingSeconds)}. ${waiting}, kept until it works again; the server's log says why it fails.`,
    );
  if (lag.seconds >= longestBatchSeconds && (sinceProgressSeconds ?? lag.seconds) >= longestBatchSeconds)
    return problem(
      "pipeline_stalled",
      "critical",
      `Processing is stuck: no batch has come to an end for ${spell(sinceProgressSeconds ?? lag.seconds)}. ${waiting}.`,
    );
  if (lag.seconds > noticeableSeconds)
    return problem(
      "pipeline_behind",
      lag.seconds > longSeconds ? "critical" : "warning",
      `Processing is ${spell(lag.seconds)} behind: ${waiting}.`,
    );
  return null;
}

function spell(seconds: number): string {
  if (seconds < 120) return `${Math.round(seconds)} s`;
  if (seconds < 7_200) return `${Math.round(seconds / 60)} min`;
  return `${Math.round(seconds / 3_600)} h`;
}
