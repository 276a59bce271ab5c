import type { QueryInput } from "@throughline/contract";
import type { JsonObject } from "../../collect/message.ts";
import type { ConformanceCase } from "./conformance-case.ts";
import { parseEvent } from "./notation.ts";

/** Somebody's events in the notation of `notation.ts`, separated by spaces; with traits and accounts where they matter. */
export type PersonNote = string | { events: string; traits?: JsonObject; accounts?: string[] };

/** What every case of any kind says. */
export type CaseNote = {
  name: string;
  why: string;
  timezone?: string;
  /** ISO 8601; 31 March 2026, 12:00 UTC unless told. */
  now?: string;
  people: Record<string, PersonNote>;
  /** Traits of accounts by key; those that events or people merely name have none. */
  accounts?: Record<string, JsonObject>;
};

/** A case from its notes: reads the notation and fills in what was left out. */
export function writeCase(note: CaseNote, query: QueryInput, expected: JsonObject): ConformanceCase {
  const timezone = note.timezone ?? "UTC";
  const people = Object.entries(note.people).map(([id, person]) => ({
    id,
    ...(typeof person === "string" ? { events: person, traits: {}, accounts: [] } : { traits: {}, accounts: [], ...person }),
  }));
  const events = people.flatMap(({ id, events: tokens }) =>
    tokens
      .split(/\s+/)
      .filter(Boolean)
      .map((token) => parseEvent(id, token, timezone)),
  );
  const keys = new Set([
    ...Object.keys(note.accounts ?? {}),
    ...people.flatMap((person) => person.accounts),
    ...events.flatMap((event) => event.account ?? []),
  ]);
  return {
    name: note.name,
    why: note.why,
    timezone,
    nowMs: Date.parse(note.now ?? "2026-03-31T12:00:00Z"),
    people: people.map(({ id, traits, accounts }) => ({ id, traits, accounts })),
    accounts: [...keys].map((key) => ({ key, traits: note.accounts?.[key] ?? {} })),
    events,
    query,
    expected,
  };
}
