import type { Cell, JourneyAnswer, JourneyQuery, PersonSummary } from "@throughline/contract";
import type { Access } from "../../platform/auth/access.ts";

/** Answers to queries of the kind journey, from the feature that knows journeys. */
export type JourneyQueries = {
  answer(access: Access, query: JourneyQuery): Promise<JourneyAnswer & { rowsRead: number }>;
  people(
    access: Access,
    input: { query: JourneyQuery; cell: Cell; cursor?: string | undefined; limit: number },
  ): Promise<{ items: PersonSummary[]; next: string | null; total: number }>;
};
