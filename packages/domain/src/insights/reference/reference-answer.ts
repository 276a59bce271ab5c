import type {
  FunnelAnswer,
  LifecycleAnswer,
  PathsAnswer,
  Query,
  RetentionAnswer,
  StickinessAnswer,
  TrendsAnswer,
} from "@throughline/contract";
import { funnelAnswer } from "./funnel/funnel-answer.ts";
import { lifecycleAnswer } from "./lifecycle-answer.ts";
import { pathsAnswer } from "./paths-answer.ts";
import { retentionAnswer } from "./retention-answer.ts";
import type { History, ReferenceContext } from "./seen.ts";
import { stickinessAnswer } from "./stickiness-answer.ts";
import { trendsAnswer } from "./trends-answer.ts";

/** Queries that have a reference: all but journeys. */
export type ReferenceQuery = Exclude<Query, { kind: "journey" }>;
export type ReferenceAnswer = TrendsAnswer | FunnelAnswer | PathsAnswer | RetentionAnswer | LifecycleAnswer | StickinessAnswer;

/** The answer to a query over everything that happened, computed slowly and plainly: what docs/insights.md declares, to hold the fast answers against. */
export function referenceAnswer(query: ReferenceQuery, history: History, context: ReferenceContext): ReferenceAnswer {
  switch (query.kind) {
    case "trends":
      return trendsAnswer(query, history, context);
    case "funnel":
      return funnelAnswer(query, history, context);
    case "paths":
      return pathsAnswer(query, history, context);
    case "retention":
      return retentionAnswer(query, history, context);
    case "lifecycle":
      return lifecycleAnswer(query, history, context);
    case "stickiness":
      return stickinessAnswer(query, history, context);
  }
}
