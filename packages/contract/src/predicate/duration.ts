import { z } from "zod";

export const durationUnits = ["second", "minute", "hour", "day", "week"] as const;
/** A length of time. Days are 24 hours and weeks 168, whatever the clocks do. */
export const durationSchema = z.strictObject({ value: z.number().int().min(1).max(100_000), unit: z.enum(durationUnits) });
export type Duration = z.infer<typeof durationSchema>;

const unitMs: Record<Duration["unit"], number> = { second: 1000, minute: 60_000, hour: 3_600_000, day: 86_400_000, week: 604_800_000 };

/** Milliseconds of a duration. */
export const durationMs = ({ value, unit }: Duration): number => value * unitMs[unit];
