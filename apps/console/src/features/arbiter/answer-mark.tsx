import type { Decision } from "@throughline/contract";
import { Status } from "../../ui/chip.tsx";
import { useTimeZone } from "../../ui/time-zone.ts";
import { answerWords } from "./arbiter-words.ts";
import { sayAnswer } from "./say-decision.ts";

/** The answer as a coloured dot with words. */
export function AnswerMark({ decision, timeZone }: { decision: Pick<Decision, "answer" | "rule" | "at">; timeZone?: string }) {
  const own = useTimeZone();
  return <Status tone={answerWords[decision.answer].tone}>{sayAnswer(decision, timeZone ?? own)}</Status>;
}
