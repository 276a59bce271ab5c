import type { Query } from "@throughline/contract";

export type NamesOfQuery = { events: string[]; properties: string[]; journeys: string[]; segments: string[] };

/** Every name that a query mentions, wherever it stands in it. */
export function namesOf(query: Query): NamesOfQuery {
  const names: NamesOfQuery = { events: [], properties: [], journeys: [], segments: [] };
  const addEvents = (value: unknown) => names.events.push(...[value].flat().filter((name): name is string => typeof name === "string"));
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) node.forEach(visit);
    if (typeof node !== "object" || node === null || Array.isArray(node)) return;
    for (const [key, value] of Object.entries(node)) {
      if (key === "event" || key === "did") addEvents(value);
      else if (key === "sequence") addEvents((value as unknown[]).filter((step) => typeof step === "string"));
      else if (key === "property") names.properties.push(value as string);
      else if (key === "segment") names.segments.push(value as string);
      else if (key === "journey") names.journeys.push(value as string);
      if (typeof value === "object") visit(value);
    }
  };
  visit(query);
  if (query.kind === "paths" && query.nodes !== "page")
    addEvents([query.start, query.end].filter((node) => node !== undefined && !node.startsWith("/")));
  return names;
}
