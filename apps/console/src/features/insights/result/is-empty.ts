import type { Answer } from "@throughline/contract";

/** Whether an answer has nothing to show at all. */
export function isEmpty(answer: Answer): boolean {
  switch (answer.kind) {
    case "trends":
      // Where all is gone, the period before is what there is to see.
      return [...answer.series, ...(answer.previous ?? [])].every(({ points }) => points.every(({ value }) => !value));
    case "funnel":
      return answer.n === 0;
    case "paths":
      return answer.edges.length === 0;
    case "retention":
      return answer.cohorts.every(({ size }) => size === 0);
    case "lifecycle":
      return Object.values(answer.series).every((points) => points.every(({ value }) => !value));
    case "stickiness":
      return answer.counts.every((count) => count === 0);
    case "journey":
      return false;
  }
}
