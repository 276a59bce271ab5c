import type { Kind } from "@throughline/contract";

const labels: Record<Kind, string> = {
  track: "Track",
  page: "Page",
  screen: "Screen",
  identify: "Identify",
  group: "Group",
  alias: "Alias",
};

/** Every kind, for a select. */
export const kindChoices = Object.entries(labels).map(([value, label]) => ({ value, label }));

export function isKind(value: string | null | undefined): value is Kind {
  return value !== null && value !== undefined && value in labels;
}
