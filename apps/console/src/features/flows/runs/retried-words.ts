import type { Retried } from "@throughline/contract";
import { formatCount, plural } from "../../../ui/format-number.ts";

/** What came of trying failed runs again, in sentences. */
export function describeRetried({ tried, failedAgain, leftOut, left }: Omit<Retried, "before">): string {
  const went = tried - failedAgain;
  const sentences = [
    tried === 0
      ? "None was tried."
      : failedAgain === 0
        ? `${plural(tried, "run")} tried again: none failed.`
        : `${plural(tried, "run")} tried again: ${formatCount(went)} did not fail, ${formatCount(failedAgain)} failed again. The reason stands with each.`,
    ...(leftOut > 0
      ? [`${plural(leftOut, "run was", "runs were")} left out: in it again by another run, or somebody else was first.`]
      : []),
    ...(left > 0 ? [`${plural(left, "is", "are")} left: try again to take them too.`] : []),
  ];
  return sentences.join(" ");
}
