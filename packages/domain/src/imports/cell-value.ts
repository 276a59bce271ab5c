import type { ImportMapping } from "@throughline/contract";
import { parseTime } from "../collect/correct-time.ts";

export type ValueType = ImportMapping[number]["type"];

/** The value of a cell, nothing (an empty cell says nothing), or what was wrong with it. */
export type Cell = { value: unknown } | { absent: true } | { wrong: string };

const absent: Cell = { absent: true };
const plainNumber = /^-?(0|[1-9]\d*)(\.\d+)?$/;
const yes = /^(true|yes|y|1)$/i;
const no = /^(false|no|n|0)$/i;

const shown = (value: unknown): string => (JSON.stringify(value) ?? "nothing").slice(0, 60);

/**
 * Reads a cell as a type. `auto` makes numbers of what is written as a number loses nothing by it (no leading zero, at most 15 digits), and booleans of true and
 * false; what comes typed (JSON) stays as it is.
 */
export function readCell(raw: unknown, type: ValueType): Cell {
  if (raw === undefined) return absent;
  if (typeof raw === "string" && raw.trim() === "") return absent;
  if (raw === null) return { value: null };
  if (type === "auto") return { value: typeof raw === "string" ? guessValue(raw) : raw };
  if (type === "string") return { value: typeof raw === "object" ? JSON.stringify(raw) : String(raw) };
  if (type === "number") return readNumber(raw);
  if (type === "boolean") return readBoolean(raw);
  const at = readTime(raw);
  return at === null
    ? { wrong: `is ${shown(raw)}; a time such as 2025-01-31T09:30:00Z is accepted.` }
    : { value: new Date(at).toISOString() };
}

function guessValue(text: string): unknown {
  const trimmed = text.trim();
  if (/^(true|false)$/i.test(trimmed)) return trimmed.toLowerCase() === "true";
  return plainNumber.test(trimmed) && trimmed.replace(/\D/g, "").length <= 15 ? Number(trimmed) : text;
}

function readNumber(raw: unknown): Cell {
  const number =
    typeof raw === "number"
      ? raw
      : typeof raw === "string" && /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(raw.trim())
        ? Number(raw)
        : Number.NaN;
  return Number.isFinite(number) ? { value: number } : { wrong: `is ${shown(raw)}; a number such as 12.5 is accepted.` };
}

function readBoolean(raw: unknown): Cell {
  if (typeof raw === "boolean") return { value: raw };
  const text = typeof raw === "string" || typeof raw === "number" ? String(raw).trim() : "";
  if (yes.test(text)) return { value: true };
  return no.test(text) ? { value: false } : { wrong: `is ${shown(raw)}; true or false is accepted.` };
}

/** As messages state times, and as warehouses export them (`2025-01-31 09:30:00 UTC`). Milliseconds since 1970, or null. */
export const readTime = (raw: unknown): number | null =>
  parseTime(typeof raw === "string" ? raw.trim().replace(/ ?(UTC|GMT)$/i, "Z") : raw);

/** An identifier or a name: text, or a number as text. */
export function readText(raw: unknown): Cell {
  if (raw === undefined || raw === null) return absent;
  if (typeof raw === "number" && Number.isFinite(raw)) return { value: String(raw) };
  if (typeof raw !== "string") return { wrong: `is ${shown(raw)}; text is accepted.` };
  return raw.trim() === "" ? absent : { value: raw.trim() };
}

/** A whole object: as JSON has it, or as JSON in a cell of a table. */
export function readObjectCell(raw: unknown): Cell {
  if (raw === undefined || raw === null || (typeof raw === "string" && raw.trim() === "")) return absent;
  const value = typeof raw === "string" ? parsed(raw) : raw;
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? { value }
    : { wrong: `is ${shown(raw)}; a JSON object is accepted.` };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
