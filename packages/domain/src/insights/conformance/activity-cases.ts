import type { QueryInput } from "@throughline/contract";
import { writeCase, type CaseNote } from "./write-case.ts";

type LifecycleInput = Extract<QueryInput, { kind: "lifecycle" }>;
type StickinessInput = Extract<QueryInput, { kind: "stickiness" }>;
/** Start of the interval; new, returning, resurrecting, dormant (negative). */
type IntervalNote = [at: string, ...figures: [number | null, number | null, number | null, number | null]];

function lifecycleCase(note: CaseNote & { query?: Partial<Omit<LifecycleInput, "kind">>; intervals: IntervalNote[] }) {
  const query: LifecycleInput = { kind: "lifecycle", range: { from: "2026-03-02", to: "2026-03-22" }, event: "A", ...note.query };
  const points = (figure: 1 | 2 | 3 | 4) =>
    note.intervals.map((one) => ({ at: one[0].includes("T") ? one[0] : `${one[0]}T00:00:00+00:00`, value: one[figure] }));
  return writeCase(note, query, {
    kind: "lifecycle",
    series: { new: points(1), returning: points(2), resurrecting: points(3), dormant: points(4) },
  });
}

function stickinessCase(note: CaseNote & { query?: Partial<Omit<StickinessInput, "kind">>; counts: number[] }) {
  const query: StickinessInput = { kind: "stickiness", range: { from: "2026-03-02", to: "2026-03-04" }, event: "A", ...note.query };
  return writeCase(note, query, { kind: "stickiness", counts: note.counts });
}

export const lifecycleCases = [
  lifecycleCase({
    name: "new, returning, dormant, resurrecting",
    why: "ann: first ever, then again the week after, then not, so dormant in the third; bob: new, dormant, resurrecting",
    people: { ann: "A@03-02 A@03-09", bob: "A@03-03 A@03-20" },
    intervals: [
      ["2026-03-02", 2, 0, 0, 0],
      ["2026-03-09", 0, 1, 0, -1],
      ["2026-03-16", 0, 0, 1, -1],
    ],
  }),
  lifecycleCase({
    name: "the interval before the first",
    why: "it is looked at too: ann was active in the last week of February and returns, bob was and is dormant, cid was long before and is resurrecting",
    people: { ann: "A@02-25 A@03-02", bob: "A@02-25", cid: "A@01-10 A@03-04" },
    query: { range: { from: "2026-03-02", to: "2026-03-08" } },
    intervals: [["2026-03-02", 0, 1, 1, -1]],
  }),
  lifecycleCase({
    name: "often in one interval",
    why: "people are counted, each once in an interval",
    people: { ann: "A@03-02 A@03-03 A@03-04 A@03-09 A@03-10" },
    query: { range: { from: "2026-03-02", to: "2026-03-15" } },
    intervals: [
      ["2026-03-02", 1, 0, 0, 0],
      ["2026-03-09", 0, 1, 0, 0],
    ],
  }),
  lifecycleCase({
    name: "dormant once",
    why: "dormant is who was active in the interval before, not whoever was ever active",
    people: { ann: "A@03-02" },
    intervals: [
      ["2026-03-02", 1, 0, 0, 0],
      ["2026-03-09", 0, 0, 0, -1],
      ["2026-03-16", 0, 0, 0, 0],
    ],
  }),
  lifecycleCase({
    name: "only the event asked for",
    why: "new is the first time ever of that event: what else ann did before does not matter",
    people: { ann: "B@02-10 A@03-02", bob: "B@03-02" },
    query: { range: { from: "2026-03-02", to: "2026-03-08" } },
    intervals: [["2026-03-02", 1, 0, 0, 0]],
  }),
  lifecycleCase({
    name: "with a condition",
    why: "the first time ever that satisfies the condition: ann's of 9 March",
    people: { ann: "A@03-02{plan:free} A@03-09{plan:pro}" },
    query: { where: { property: "event.plan", op: "eq", value: "pro" }, range: { from: "2026-03-02", to: "2026-03-15" } },
    intervals: [
      ["2026-03-02", 0, 0, 0, 0],
      ["2026-03-09", 1, 0, 0, 0],
    ],
  }),
  lifecycleCase({
    name: "a range that begins and ends within weeks",
    why: "intervals are those that the range touches, whole: ann's Monday before and Sunday after the range count",
    people: { ann: "A@03-02 A@03-15" },
    query: { range: { from: "2026-03-04", to: "2026-03-10" } },
    intervals: [
      ["2026-03-02", 1, 0, 0, 0],
      ["2026-03-09", 0, 1, 0, 0],
    ],
  }),
  lifecycleCase({
    name: "by days, over the change of the clocks",
    why: "in Berlin 29 March has 23 hours; ann at 23:30 on the 28th and 00:30 on the 30th skipped it",
    timezone: "Europe/Berlin",
    people: { ann: "A@03-28T23:30 A@03-30T00:30", bob: "A@03-28T12:00 A@03-29T12:00" },
    query: { interval: "day", range: { from: "2026-03-28", to: "2026-03-30" } },
    intervals: [
      ["2026-03-28T00:00:00+01:00", 2, 0, 0, 0],
      ["2026-03-29T00:00:00+01:00", 0, 1, 0, -1],
      ["2026-03-30T00:00:00+02:00", 0, 0, 1, -1],
    ],
  }),
  lifecycleCase({
    name: "by months",
    why: "months are of the calendar: 31 January and 1 February follow each other",
    people: { ann: "A@01-31 A@02-01 A@03-31" },
    query: { interval: "month", range: { from: "2026-01-01", to: "2026-03-31" } },
    intervals: [
      ["2026-01-01", 1, 0, 0, 0],
      ["2026-02-01", 0, 1, 0, 0],
      ["2026-03-01", 0, 1, 0, 0],
    ],
  }),
  lifecycleCase({
    name: "an interval that has not begun",
    why: "null: it begins after now; the one that now lies in is as it is so far",
    now: "2026-03-10T09:00:00Z",
    people: { ann: "A@03-02" },
    intervals: [
      ["2026-03-02", 1, 0, 0, 0],
      ["2026-03-09", 0, 0, 0, -1],
      ["2026-03-16", null, null, null, null],
    ],
  }),
  lifecycleCase({
    name: "the last two weeks, bots left out",
    why: "last 2 weeks: the week that now lies in and the one before; bots are never counted",
    now: "2026-03-11T09:00:00Z",
    people: { ann: "A@03-03 A@03-10", bob: "A@03-03!bot A@03-10!bot" },
    query: { range: { last: { value: 2, unit: "week" } } },
    intervals: [
      ["2026-03-02", 1, 0, 0, 0],
      ["2026-03-09", 0, 1, 0, 0],
    ],
  }),
];

export const stickinessCases = [
  stickinessCase({
    name: "by the number of days",
    why: "counts[k] is the people active in exactly k + 1 days: ann in three, bob and cid in one, dee in none",
    people: { ann: "A@03-02 A@03-03 A@03-04", bob: "A@03-02", cid: "A@03-04", dee: "B@03-02" },
    counts: [2, 0, 1],
  }),
  stickinessCase({
    name: "often on one day",
    why: "a day counts once for a person",
    people: { ann: "A@03-02T01:00 A@03-02T02:00 A@03-02T03:00" },
    counts: [1, 0, 0],
  }),
  stickinessCase({
    name: "nobody",
    why: "as many entries as intervals, all 0",
    people: { ann: "B@03-02" },
    counts: [0, 0, 0],
  }),
  stickinessCase({
    name: "days outside of the range",
    why: "only the range's intervals are looked at: ann's 1 and 5 March do not count",
    people: { ann: "A@03-01 A@03-02 A@03-05" },
    counts: [1, 0, 0],
  }),
  stickinessCase({
    name: "by weeks, whole",
    why: "the weeks that the range touches, whole: Monday 2 March counts though the range begins on Wednesday",
    people: { ann: "A@03-02 A@03-09", bob: "A@03-08 A@03-07" },
    query: { interval: "week", range: { from: "2026-03-04", to: "2026-03-10" } },
    counts: [1, 1],
  }),
  stickinessCase({
    name: "by days of the workspace",
    why: "in New York 3 March begins at 05:00 UTC: both of ann's are of the 2nd, bob's of the 2nd and 3rd",
    timezone: "America/New_York",
    people: { ann: "A@03-02T06:00Z A@03-03T04:59Z", bob: "A@03-02T06:00Z A@03-03T05:00Z" },
    counts: [1, 1, 0],
  }),
  stickinessCase({
    name: "by hours",
    why: "hours are full hours of the clock",
    people: { ann: "A0:59 A1:00", bob: "A1:00 A1:59" },
    query: { interval: "hour", range: { from: "2026-03-02T00:00:00Z", to: "2026-03-02T02:00:00Z" } },
    counts: [1, 1],
  }),
  stickinessCase({
    name: "by months, with a condition",
    why: "only what satisfies the condition counts: ann in March alone",
    people: { ann: "A@02-10{n:1} A@03-10{n:5}", bob: "A@02-10{n:5} A@03-10{n:7}" },
    query: { interval: "month", range: { from: "2026-02-01", to: "2026-03-31" }, where: { property: "event.n", op: "gte", value: 5 } },
    counts: [1, 1],
  }),
  stickinessCase({
    name: "intervals that have begun",
    why: "as many entries as intervals that have begun: 4 March has not",
    now: "2026-03-03T10:00:00Z",
    people: { ann: "A@03-02 A@03-03T09:00" },
    counts: [0, 1],
  }),
  stickinessCase({
    name: "one day of several names",
    why: "any of the names makes the day active, and it counts once",
    people: { ann: "A@03-02T10:00 B@03-02T11:00 B@03-03", bob: "C@03-02" },
    query: { event: ["A", "B"] },
    counts: [0, 1, 0],
  }),
];
