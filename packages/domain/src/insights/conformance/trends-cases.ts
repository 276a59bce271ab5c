import type { QueryInput } from "@throughline/contract";
import { trendsCase } from "./trends-note.ts";

type Measure = NonNullable<Extract<QueryInput, { kind: "trends" }>["series"][number]["measure"]>;
const measured = (kind: Measure["kind"], property?: string) => ({
  series: [{ event: "A", measure: (property === undefined ? { kind } : { kind, property }) as Measure }],
});
const amounts = { ann: "A0:00{n:1} A1:00{n:2} A24:00{n:10}", bob: 'A2:00{n:"6"} A3:00{n:many} A4:00' };

/** Measures. */
const measureCases = [
  trendsCase({
    name: "total",
    why: "interactions are counted; a day without any is 0, and other events do not matter",
    people: { ann: "A0:00 A1:00 A48:00", bob: "A2:00 B3:00" },
    at: ["2026-03-02", "2026-03-03", "2026-03-04"],
    series: [{ label: "A", series: 0, values: [3, 0, 1] }],
  }),
  trendsCase({
    name: "people",
    why: "different people by day",
    people: { ann: "A0:00 A1:00 A24:00", bob: "A2:00" },
    query: measured("people"),
    values: [2, 1, 0],
  }),
  trendsCase({
    name: "accounts",
    why: "the account of an interaction is its own, else the person's first; those without one count for none",
    people: {
      ann: { events: "A0:00 A1:00#globex", accounts: ["acme"] },
      bob: { events: "A0:30 A24:00", accounts: ["acme", "globex"] },
      cid: "A0:00 A48:00",
    },
    query: measured("accounts"),
    values: [2, 1, 0],
  }),
  trendsCase({
    name: "sessions",
    why: "different session ids; interactions without one belong to none",
    people: { ann: "A0:00~s1 A1:00~s1 A2:00~s2 A24:00", bob: "A0:00~s3" },
    query: measured("sessions"),
    values: [3, 0, 0],
  }),
  trendsCase({
    name: "per person",
    why: "total over people: 3 by 2; without anybody it is a division by zero, null",
    people: { ann: "A0:00 A1:00 A24:00", bob: "A2:00" },
    query: measured("perPerson"),
    values: [1.5, 1, null],
  }),
  trendsCase({
    name: "sum",
    why: "over the numbers that the property holds, texts that are a number included: 1 + 2 + 6; of nothing it is 0",
    people: amounts,
    query: measured("sum", "event.n"),
    values: [9, 10, 0],
  }),
  trendsCase({
    name: "average",
    why: "(1 + 2 + 6) / 3: what holds no number is not in it; of nothing it is null",
    people: amounts,
    query: measured("avg", "event.n"),
    values: [3, 10, null],
  }),
  trendsCase({
    name: "smallest",
    why: "of 1, 2 and 6; of nothing it is null",
    people: amounts,
    query: measured("min", "event.n"),
    values: [1, 10, null],
  }),
  trendsCase({
    name: "largest",
    why: "of 1, 2 and 6; of nothing it is null",
    people: amounts,
    query: measured("max", "event.n"),
    values: [6, 10, null],
  }),
  trendsCase({
    name: "median",
    why: "quantiles interpolate: of 1, 2, 3 and 10 the median is 2.5; each number of a list counts",
    people: { ann: "A0:00{n:[1|2]} A1:00{n:10}", bob: "A0:00{n:3} A24:00{n:7}" },
    query: measured("p50", "event.n"),
    values: [2.5, 7, null],
  }),
  trendsCase({
    name: "90th percentile",
    why: "quantiles interpolate: rank 0.9 · (5 − 1) = 3.6 of 1, 2, 3, 4, 10 is 4 + 0.6 · 6",
    people: { ann: "A0:00{n:1} A1:00{n:2} A2:00{n:3} A3:00{n:4} A4:00{n:10}" },
    query: measured("p90", "event.n"),
    values: [7.6, null, null],
  }),
  trendsCase({
    name: "99th percentile",
    why: "quantiles interpolate: rank 0.99 · (2 − 1) of 0 and 100 is 99",
    people: { ann: "A0:00{n:0} A1:00{n:100}" },
    query: measured("p99", "event.n"),
    values: [99, null, null],
  }),
  trendsCase({
    name: "sum of a trait",
    why: "a property of the person is summed once for each interaction: 5 + 5 + 2",
    people: { ann: { events: "A0:00 A1:00", traits: { seats: 5 } }, bob: { events: "A2:00", traits: { seats: 2 } } },
    query: measured("sum", "person.seats"),
    values: [12, 0, 0],
  }),
];

/** Range and intervals. */
const intervalCases = [
  trendsCase({
    name: "days of the workspace, over the change of the clocks",
    why: "in Berlin 29 March is from 23:00 UTC of the 28th to 22:00 UTC of the 29th: 23 hours",
    timezone: "Europe/Berlin",
    people: { ann: "A@03-28T22:59Z A@03-28T23:00Z A@03-29T21:59Z A@03-29T22:00Z" },
    query: { range: { from: "2026-03-28", to: "2026-03-30" } },
    at: ["2026-03-28T00:00:00+01:00", "2026-03-29T00:00:00+01:00", "2026-03-30T00:00:00+02:00"],
    values: [1, 2, 1],
  }),
  trendsCase({
    name: "hours when the clocks are set back",
    why: "in Berlin 02:00 comes twice on 25 October 2026, at 00:00 and at 01:00 UTC: two hours of 60 minutes",
    timezone: "Europe/Berlin",
    now: "2026-11-01T00:00:00Z",
    people: { ann: "A@10-25T00:30Z A@10-25T01:30Z A@10-25T01:45Z" },
    query: { interval: "hour", range: { from: "2026-10-25T00:00:00Z", to: "2026-10-25T03:00:00Z" } },
    at: ["2026-10-25T02:00:00+02:00", "2026-10-25T02:00:00+01:00", "2026-10-25T03:00:00+01:00"],
    values: [1, 2, 0],
  }),
  trendsCase({
    name: "weeks begin on Monday; only what lies in the range counts",
    why: "an interval is named by its start, also where the range begins within it; Monday 2 March is not in the range",
    people: { ann: "A@03-02 A@03-04 A@03-08T23:59 A@03-09 A@03-11" },
    query: { interval: "week", range: { from: "2026-03-04", to: "2026-03-10" } },
    at: ["2026-03-02", "2026-03-09"],
    values: [2, 1],
  }),
  trendsCase({
    name: "months",
    why: "months are of the calendar",
    people: { ann: "A@01-31T23:59 A@02-01T00:00 A@02-28T23:59" },
    query: { interval: "month", range: { from: "2026-01-01", to: "2026-03-31" } },
    at: ["2026-01-01", "2026-02-01", "2026-03-01"],
    values: [1, 2, 0],
  }),
  trendsCase({
    name: "the last three days",
    why: "today so far and the two days before; what is not in yet is not counted",
    now: "2026-03-04T10:00:00Z",
    people: { ann: "A@03-01T23:59 A@03-02T00:00 A@03-04T09:59" },
    query: { range: { last: { value: 3, unit: "day" } } },
    at: ["2026-03-02", "2026-03-03", "2026-03-04"],
    values: [1, 0, 1],
  }),
  trendsCase({
    name: "a range of instants",
    why: "to is the first moment no longer in",
    people: { ann: "A9:59 A10:00 A11:59:59.999 A12:00" },
    query: { interval: "hour", range: { from: "2026-03-02T10:00:00Z", to: "2026-03-02T12:00:00Z" } },
    at: ["2026-03-02T10:00:00+00:00", "2026-03-02T11:00:00+00:00"],
    values: [1, 1],
  }),
  trendsCase({
    name: "a day that has not begun",
    why: "an interval whose start is later than now is null, not 0; that of now counts what there is",
    now: "2026-03-03T10:00:00Z",
    people: { ann: "A@03-02" },
    values: [1, 0, null],
  }),
  trendsCase({
    name: "bots",
    why: "bots are left out of insights",
    people: { ann: "A0:00!bot A1:00" },
    values: [1, 0, 0],
  }),
];

/** Series, filters, formulas, breakdowns, the previous range. */
const seriesCases = [
  trendsCase({
    name: "several series with conditions",
    why: "each series has its own event, condition and measure; the query's where holds for all",
    people: { ann: "A0:00{n:1,ok:true} A1:00{n:5,ok:true} B2:00{ok:true} B3:00{ok:false}", bob: "A24:00{n:7,ok:true}" },
    query: {
      where: { property: "event.ok", op: "eq", value: true },
      series: [
        { event: "A", where: { property: "event.n", op: "gt", value: 4 }, label: "Large" },
        { event: ["A", "B"] },
        { event: null, measure: { kind: "people" } },
      ],
    },
    series: [
      { label: "Large", series: 0, values: [1, 1, 0] },
      { label: "A or B", series: 1, values: [3, 1, 0] },
      { label: "Any interaction", series: 2, values: [1, 1, 0] },
    ],
  }),
  trendsCase({
    name: "any interaction is of any kind",
    why: "event null: track, page, screen, identify, group and alias calls",
    people: { ann: "A0:00 /home@1:00 screen:Cart@2:00 identify@3:00 group@4:00 alias@5:00" },
    query: { series: [{ event: null }] },
    values: [6, 0, 0],
  }),
  trendsCase({
    name: "a formula",
    why: "A / B: 2 / 4, then 1 / 0 which is null, then 0 / 1; its parts are not listed",
    people: { ann: "A0:00 A1:00 B0:00 B1:00 B2:00 B3:00 A24:00 B48:00" },
    query: { series: [{ event: "A" }, { event: "B" }], formula: "A / B" },
    series: [{ label: "A / B", series: null, values: [0.5, null, 0] }],
  }),
  trendsCase({
    name: "a formula with brackets and numbers",
    why: "(A + B) / C * 100: (1 + 2) / 4 · 100",
    people: { ann: "A0:00 B0:00 B1:00 C0:00 C1:00 C2:00 C3:00" },
    query: { series: [{ event: "A" }, { event: "B" }, { event: "C" }], formula: "(A + B) / C * 100" },
    series: [{ values: [75, null, null] }],
  }),
  trendsCase({
    name: "a breakdown",
    why: "groups by size over the range: pro 3, none 2, free 1; no value is a group of its own",
    people: { ann: "A0:00{plan:pro} A24:00{plan:pro} A25:00", bob: "A1:00{plan:pro} A26:00 A48:00{plan:free}" },
    query: { breakdown: { property: "event.plan" } },
    series: [
      { breakdown: "pro", values: [2, 1, 0] },
      { breakdown: null, values: [0, 2, 0] },
      { breakdown: "free", values: [0, 0, 1] },
    ],
  }),
  trendsCase({
    name: "a breakdown's rest",
    why: "beyond the limit is $other, counted anew: ann is in two hidden groups and is one person; groups of one size by text, null last",
    people: { ann: "A0:00{p:a} A1:00{p:a} A2:00{p:c} A3:00{p:d} A4:00", bob: "A5:00{p:b}" },
    query: { series: [{ event: "A", measure: { kind: "people" } }], breakdown: { property: "event.p", limit: 2 } },
    series: [
      { breakdown: "a", values: [1, 0, 0] },
      { breakdown: "b", values: [1, 0, 0] },
      { breakdown: "$other", values: [1, 0, 0] },
    ],
  }),
  trendsCase({
    name: "a breakdown of two series",
    why: "all series show the same groups, by the interactions of all series: y has 3 (1 A, 2 B), x has 2",
    people: { ann: "A0:00{p:x} A1:00{p:x} A2:00{p:y} B3:00{p:y} B24:00{p:y}" },
    query: { series: [{ event: "A" }, { event: "B" }], breakdown: { property: "event.p" } },
    series: [
      { series: 0, breakdown: "y", values: [1, 0, 0] },
      { series: 0, breakdown: "x", values: [2, 0, 0] },
      { series: 1, breakdown: "y", values: [1, 1, 0] },
      { series: 1, breakdown: "x", values: [0, 0, 0] },
    ],
  }),
  trendsCase({
    name: "a formula by groups",
    why: "one series for each group: y is 1 / 2, x is 1 / 0 which is null",
    people: { ann: "A0:00{p:x} A1:00{p:y} B2:00{p:y} B3:00{p:y}" },
    query: {
      range: { from: "2026-03-02", to: "2026-03-02" },
      series: [{ event: "A" }, { event: "B" }],
      formula: "A / B",
      breakdown: { property: "event.p" },
    },
    series: [
      { series: null, breakdown: "y", values: [0.5] },
      { series: null, breakdown: "x", values: [null] },
    ],
  }),
  trendsCase({
    name: "a breakdown by the account",
    why: "the account of an interaction is its own, else the person's first",
    people: { ann: { events: "A0:00 A1:00#globex", accounts: ["acme"] }, bob: "A24:00", cid: { events: "A48:00", accounts: ["acme"] } },
    query: { breakdown: { property: "account.$key" } },
    series: [
      { breakdown: "acme", values: [1, 0, 1] },
      { breakdown: "globex", values: [1, 0, 0] },
      { breakdown: null, values: [0, 1, 0] },
    ],
  }),
  trendsCase({
    name: "against the previous range",
    why: "three days earlier: 27 and 28 February and 1 March",
    people: { ann: "A@02-26 A@02-27 A@03-01 A@03-02 A@03-02" },
    query: { compare: "previous" },
    values: [2, 0, 0],
    previous: [{ label: "A", series: 0, values: [1, 0, 1] }],
    previousAt: ["2026-02-27", "2026-02-28", "2026-03-01"],
  }),
  trendsCase({
    name: "against the previous week, as unfinished as this one",
    why: "both ends are moved alike: Wednesday 10:00 meets Wednesday 10:00, so what came later in the week before is not in",
    now: "2026-03-11T10:00:00Z",
    people: { ann: "A@03-03 A@03-04T09:00 A@03-04T11:00 A@03-10" },
    query: { interval: "week", range: { last: { value: 1, unit: "week" } }, compare: "previous" },
    at: ["2026-03-09"],
    values: [1],
    previous: [{ values: [2] }],
    previousAt: ["2026-03-02"],
  }),
  trendsCase({
    name: "groups of the previous range",
    why: "they are those of the current range: free was only in the range before, and is not shown",
    people: { ann: "A@03-01{plan:free} A@03-01{plan:pro} A@03-02{plan:pro}" },
    query: { range: { from: "2026-03-02", to: "2026-03-02" }, compare: "previous", breakdown: { property: "event.plan" } },
    series: [{ breakdown: "pro", values: [1] }],
    previous: [{ breakdown: "pro", values: [1] }],
  }),
];

export const trendsCases = [...measureCases, ...intervalCases, ...seriesCases];
