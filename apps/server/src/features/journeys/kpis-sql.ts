import { z } from "zod";
import type { Span } from "@throughline/domain";
import { cameBackSql, effortSql } from "./effort-sql.ts";
import { instanceTables, type InstancesQuestion } from "./instances-sql.ts";
import { goalNode } from "./mark-sql.ts";

/** Ages are counted in steps of 2 %: a time read from them is right to one per cent. */
const ageStep = 0.02;
/** Seconds in the middle of a step of ages. */
export const secondsOfAge = (age: number): number => Math.exp(age * ageStep) - 1;

const sums = z.object({ contacts: z.number(), switches: z.number(), repeats: z.number(), friction: z.number(), revenue: z.number() });
export type EffortSums = z.infer<typeof sums>;
/** Instances that began in a stretch (its index; −1: in none of them, and still under way) and were followed to an age: how many, how many were done by then, and the sums (and sums of squares) of their efforts. */
export const kpiRowSchema = z.object({
  stretch_index: z.number(),
  age: z.number(),
  n: z.number(),
  completed: z.number(),
  open: z.number(),
  back: z.number(),
  settled: z.number(),
  sums: z.tuple([z.number(), z.number(), z.number(), z.number(), z.number()]),
  squares: z.tuple([z.number(), z.number(), z.number(), z.number(), z.number()]),
});
export type KpiRow = z.infer<typeof kpiRowSchema>;
export const effortNames = ["contacts", "switches", "repeats", "friction", "revenue"] as const;

/** The figures of the instances that began in each of the stretches (in order of time, not overlapping), in one statement. */
export function kpisStatement(question: InstancesQuestion, stretches: readonly Span[]): string {
  const { parameters, asOfMs, definition } = question;
  const asOf = parameters.add(asOfMs, "UInt64");
  const starts = parameters.add(
    stretches.map((stretch) => stretch.fromMs),
    "Array(UInt64)",
  );
  const ends = parameters.add(
    stretches.map((stretch) => stretch.toMs),
    "Array(UInt64)",
  );
  const efforts = effortNames.map((name) => (name === "revenue" && !definition.revenue ? "0" : effortSql[name]));
  const total = (list: (name: string) => string) =>
    `[${effortNames.map((_, index) => `toFloat64(sum(${list(`efforts[${index + 1}]`)}))`).join(", ")}]`;
  return `WITH ${instanceTables(question)},
    begun AS (
      SELECT *, bitShiftRight(start, 22) AS start_ms, arrayFirstIndex((from, to) -> start_ms >= from AND start_ms < to, ${starts}, ${ends}) AS stretch FROM instance
    ),
    figure AS (
      SELECT stretch, end_node = ${goalNode} AS is_done, end_node = 0 AS is_open, ${cameBackSql(asOf)} AS came_back,
        toUInt16(round(log(1 + (if(is_done, end_ms, least(window_end, ${asOf})) - start_ms) / 1000) / ${ageStep})) AS age,
        [${efforts.map((effort) => `toFloat64(${effort})`).join(", ")}] AS efforts
      FROM begun WHERE stretch > 0 OR end_node = 0
    )
    SELECT toInt32(stretch - 1) AS stretch_index, age, toUInt32(count()) AS n, toUInt32(sum(is_done)) AS completed, toUInt32(sum(is_open)) AS open,
      toUInt32(countIf(came_back = 1)) AS back, toUInt32(count(came_back)) AS settled, ${total((effort) => effort)} AS sums, ${total((effort) => `${effort} * ${effort}`)} AS squares
    FROM figure GROUP BY stretch, age`;
}
