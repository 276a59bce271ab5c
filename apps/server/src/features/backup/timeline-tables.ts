import { stateTables } from "../state-mirror/index.ts";

/**
 * How a backup keeps each table of the timeline store. Every table of the schema stands in one of these lists (a test sees to it): what can be computed again is
 * not kept, for there it could contradict what it is computed from.
 */

/** Rows go into the archive; they carry their place in the log. `copies` are filled by views when the rows are loaded. */
export const keptTables = [{ name: "interaction", copies: ["interaction_by_person"] }] as const;

/** Written anew at restore, from Postgres: the mirror of who owns a profile, what reads it, and what people and accounts are. */
export const rebuiltTables = ["person_override", "person_of", "person_during", ...stateTables] as const;

/** Made by migrations. */
export const migratedTables = ["schema_migration", "interaction_to_person"] as const;
