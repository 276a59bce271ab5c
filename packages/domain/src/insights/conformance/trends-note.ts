import type { QueryInput } from "@throughline/contract";
import type { JsonObject } from "../../collect/message.ts";
import type { ConformanceCase } from "./conformance-case.ts";
import { writeCase, type CaseNote } from "./write-case.ts";

type TrendsInput = Extract<QueryInput, { kind: "trends" }>;
/** The figures of one series, one for each interval. */
export type SeriesNote = { label?: string; series?: number | null; breakdown?: string | null; values: (number | null)[] };

export type TrendsNote = CaseNote & {
  /** One series about A, its total, unless told. */
  query?: Partial<Omit<TrendsInput, "kind">>;
  /** Starts of the intervals where they matter: dates in UTC, else written out. */
  at?: string[];
  values?: (number | null)[];
  series?: SeriesNote[];
  previous?: SeriesNote[];
  previousAt?: string[];
};

/** A case about trends, of 2 to 4 March 2026 by days unless told. */
export function trendsCase(note: TrendsNote): ConformanceCase {
  const query: TrendsInput = {
    kind: "trends",
    range: { from: "2026-03-02", to: "2026-03-04" },
    series: [{ event: "A" }],
    ...note.query,
  };
  const listed = (series: SeriesNote[], at: string[] | undefined): JsonObject[] =>
    series.map(({ values, ...rest }) => ({
      ...rest,
      points: values.map((value, index) => ({ value, ...(at ? { at: fullTime(at[index] ?? "") } : {}) })),
    }));
  const series = note.series ?? [{ values: note.values ?? [] }];
  return writeCase(note, query, {
    kind: "trends",
    series: listed(series, note.at),
    ...(note.previous ? { previous: listed(note.previous, note.previousAt) } : {}),
  });
}

const fullTime = (at: string): string => (at.includes("T") ? at : `${at}T00:00:00+00:00`);
