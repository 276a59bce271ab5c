import { describeProperty } from "@throughline/contract";

const parts: Record<string, string> = {
  range: "The time",
  where: "The condition under “Only”",
  breakdown: "The breakdown",
  formula: "The formula",
  steps: "The funnel",
  start: "The start",
  end: "The end",
  return: "Coming back",
  interval: "The interval",
  query: "The question",
};
const members: Record<string, (index: number) => string> = {
  series: (index) => `Series ${String.fromCodePoint(65 + index)}`,
  steps: (index) => `Step ${index + 1}`,
  exclude: (index) => `Exclusion ${index + 1}`,
  clean: (index) => `Rule ${index + 1}`,
};

/** A field of a query as the form calls it: `series[0].where` → “Series A”. One that the form does not know stays as it is. */
export function sayField(field: string): string {
  const [, name = "", index] = /^(\w+)(?:\[(\d+)\])?/.exec(field) ?? [];
  if (index !== undefined) return members[name]?.(Number(index)) ?? field;
  if (/^(event|session|person|account)\./.test(field)) return `“${describeProperty(field)}”`;
  return parts[name] ?? field;
}
