import type { QueryInput } from "@throughline/contract";
import { writeCase, type CaseNote } from "./write-case.ts";

type RetentionInput = Extract<QueryInput, { kind: "retention" }>;
/** Start of the period, then size and the counts of the periods after it. */
type CohortNote = [at: string, ...counts: (number | null)[]];

function retentionCase(note: CaseNote & { query?: Partial<Omit<RetentionInput, "kind">>; cohorts: CohortNote[] }) {
  const query: RetentionInput = {
    kind: "retention",
    range: { from: "2026-03-02", to: "2026-03-22" },
    start: { event: "S" },
    return: { event: "R" },
    periods: 2,
    ...note.query,
  };
  const cohorts = note.cohorts.map(([at, ...counts]) => ({ at: at.includes("T") ? at : `${at}T00:00:00+00:00`, size: counts[0], counts }));
  return writeCase(note, query, { kind: "retention", cohorts });
}

const days = { period: "day", range: { from: "2026-03-02", to: "2026-03-03" } } as const;

/** Weeks of March 2026 begin on the 2nd, 9th, 16th, 23rd and 30th. */
export const retentionCases = [
  retentionCase({
    name: "by weeks",
    why: "counts[0] is the size, counts[k] those with a return in the k-th week after: ann in the first and second, bob in the second",
    people: { ann: "S@03-02 R@03-09 R@03-16", bob: "S@03-08 R@03-18", cid: "S@03-10 R@03-17" },
    cohorts: [
      ["2026-03-02", 2, 1, 2],
      ["2026-03-09", 1, 1, 0],
      ["2026-03-16", 0, 0, 0],
    ],
  }),
  retentionCase({
    name: "weeks begin on Monday",
    why: "Sunday 8 March at 23:59 is of the week of the 2nd, Monday 0:00 of the next",
    people: { ann: "S@03-08T23:59", bob: "S@03-09T00:00" },
    cohorts: [
      ["2026-03-02", 1, 0, 0],
      ["2026-03-09", 1, 0, 0],
      ["2026-03-16", 0, 0, 0],
    ],
  }),
  retentionCase({
    name: "a return in the period of the start",
    why: "counts[0] is the size of the cohort, with or without a return in it",
    people: { ann: "S@03-02 R@03-03", bob: "S@03-02" },
    cohorts: [
      ["2026-03-02", 2, 0, 0],
      ["2026-03-09", 0, 0, 0],
      ["2026-03-16", 0, 0, 0],
    ],
  }),
  retentionCase({
    name: "the first ever, also when that was before the range",
    why: "first: a person is in the period of their first start ever; ann's was in February, so she is in none of these cohorts",
    people: { ann: "S@02-10 S@03-02 R@03-09", bob: "S@03-02 S@03-09 R@03-16" },
    cohorts: [
      ["2026-03-02", 1, 0, 1],
      ["2026-03-09", 0, 0, 0],
      ["2026-03-16", 0, 0, 0],
    ],
  }),
  retentionCase({
    name: "recurring",
    why: "recurring: a person is in the cohort of each period with a start",
    people: { ann: "S@02-10 S@03-02 S@03-09 R@03-16" },
    query: { cohort: "recurring" },
    cohorts: [
      ["2026-03-02", 1, 0, 1],
      ["2026-03-09", 1, 1, 0],
      ["2026-03-16", 0, 0, 0],
    ],
  }),
  retentionCase({
    name: "recurring, twice in one period",
    why: "each person is once in a cohort",
    people: { ann: "S@03-02 S@03-04 R@03-10 R@03-11" },
    query: { cohort: "recurring" },
    cohorts: [
      ["2026-03-02", 1, 1, 0],
      ["2026-03-09", 0, 0, 0],
      ["2026-03-16", 0, 0, 0],
    ],
  }),
  retentionCase({
    name: "on or after",
    why: "onOrAfter: a return in the period or any later one; ann's in the second week counts for the first too",
    people: { ann: "S@03-02 R@03-16", bob: "S@03-02 R@03-09", cid: "S@03-02" },
    query: { criterion: "onOrAfter" },
    cohorts: [
      ["2026-03-02", 3, 2, 1],
      ["2026-03-09", 0, 0, 0],
      ["2026-03-16", 0, 0, 0],
    ],
  }),
  retentionCase({
    name: "on or after, up to now",
    why: "onOrAfter: a return after the last period shown and after the range counts too",
    people: { ann: "S@03-02 R@03-30" },
    query: { criterion: "onOrAfter", periods: 1, range: { from: "2026-03-02", to: "2026-03-08" } },
    cohorts: [["2026-03-02", 1, 1]],
  }),
  retentionCase({
    name: "on or after, recurring",
    why: "both of ann's cohorts see the return of 18 March: on or after their first and second period, and of the second cohort only on the first",
    people: { ann: "S@03-02 S@03-09 R@03-18" },
    query: { criterion: "onOrAfter", cohort: "recurring" },
    cohorts: [
      ["2026-03-02", 1, 1, 1],
      ["2026-03-09", 1, 1, 0],
      ["2026-03-16", 0, 0, 0],
    ],
  }),
  retentionCase({
    name: "returns after the range",
    why: "the range chooses the cohorts; returns count wherever they lie",
    people: { ann: "S@03-02 R@03-12" },
    query: { range: { from: "2026-03-02", to: "2026-03-08" } },
    cohorts: [["2026-03-02", 1, 1, 0]],
  }),
  retentionCase({
    name: "a period that has not begun",
    why: "null: that period begins after now; one that has begun and is not over counts what there is",
    now: "2026-03-17T09:00:00Z",
    people: { ann: "S@03-02 R@03-16", bob: "S@03-10" },
    query: { range: { from: "2026-03-02", to: "2026-03-15" } },
    cohorts: [
      ["2026-03-02", 1, 0, 1],
      ["2026-03-09", 1, 0, null],
    ],
  }),
  retentionCase({
    name: "a period that begins right now",
    why: "null is for periods that begin later than now",
    now: "2026-03-09T00:00:00Z",
    people: { ann: "S@03-02" },
    query: { range: { from: "2026-03-02", to: "2026-03-08" } },
    cohorts: [["2026-03-02", 1, 0, null]],
  }),
  retentionCase({
    name: "by days",
    why: "periods are days of the calendar, not 24 hours from the start",
    people: { ann: "S@03-02T23:00 R@03-03T00:30 R@03-04", bob: "S@03-02T01:00 R@03-02T23:00", cid: "S@03-03 R@03-05" },
    query: days,
    cohorts: [
      ["2026-03-02", 2, 1, 1],
      ["2026-03-03", 1, 0, 1],
    ],
  }),
  retentionCase({
    name: "by days of the workspace",
    why: "in Tokyo 2 March ends at 15:00 UTC: ann's start at 14:59 UTC is of the 2nd, her return at 15:00 UTC of the 3rd",
    timezone: "Asia/Tokyo",
    people: { ann: "S@03-02T14:59Z R@03-02T15:00Z" },
    query: days,
    cohorts: [
      ["2026-03-02T00:00:00+09:00", 1, 1, 0],
      ["2026-03-03T00:00:00+09:00", 0, 0, 0],
    ],
  }),
  retentionCase({
    name: "by weeks over a change of the clocks",
    why: "in Berlin the week of 30 March begins at 00:00 +02:00, which is 22:00 UTC of the 29th",
    timezone: "Europe/Berlin",
    people: { ann: "S@03-24 R@03-29T22:00Z", bob: "S@03-24 R@03-29T21:59Z" },
    query: { range: { from: "2026-03-23", to: "2026-03-29" }, periods: 1 },
    cohorts: [["2026-03-23T00:00:00+01:00", 2, 1]],
  }),
  retentionCase({
    name: "by months",
    why: "months are of the calendar: February has 28 days",
    people: { ann: "S@01-31 R@02-28", bob: "S@01-01 R@03-01", cid: "S@02-01 R@02-28" },
    query: { period: "month", range: { from: "2026-01-01", to: "2026-02-28" } },
    cohorts: [
      ["2026-01-01", 2, 1, 1],
      ["2026-02-01", 1, 0, null],
    ],
  }),
  retentionCase({
    name: "a range that begins within a period",
    why: "cohorts are the periods that the range touches, whole: ann started on Monday, before the range begins on Wednesday",
    people: { ann: "S@03-02 R@03-09" },
    query: { range: { from: "2026-03-04", to: "2026-03-10" }, periods: 1 },
    cohorts: [
      ["2026-03-02", 1, 1],
      ["2026-03-09", 0, 0],
    ],
  }),
  retentionCase({
    name: "conditions on start and return",
    why: "the first start that satisfies the condition decides: ann's of 9 March, though she did S before",
    people: { ann: "S@03-02{plan:free} S@03-09{plan:pro} R@03-16{ok:true}", bob: "S@03-02{plan:pro} R@03-09{ok:false}" },
    query: {
      start: { event: "S", where: { property: "event.plan", op: "eq", value: "pro" } },
      return: { event: "R", where: { property: "event.ok", op: "eq", value: true } },
    },
    cohorts: [
      ["2026-03-02", 1, 0, 0],
      ["2026-03-09", 1, 1, 0],
      ["2026-03-16", 0, 0, 0],
    ],
  }),
  retentionCase({
    name: "start and return by anything",
    why: "event null is any interaction; bots never",
    people: { ann: "A@03-02 /home@03-09", bob: "A@03-03 B@03-10!bot" },
    query: { start: { event: null }, return: { event: null }, range: { from: "2026-03-02", to: "2026-03-08" }, periods: 1 },
    cohorts: [["2026-03-02", 2, 1]],
  }),
];
