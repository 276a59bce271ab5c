import type { Journey } from "@throughline/contract";

/** Journeys in the order of `name`, `owner` or `updatedAt`, with a sign for descending; those without an owner come last. */
export function sortJourneys<Row extends Pick<Journey, "name" | "owner" | "updatedAt">>(journeys: readonly Row[], sort = "name"): Row[] {
  const field = sort.replace(/^-/, "");
  const direction = sort.startsWith("-") ? -1 : 1;
  return journeys.toSorted((a, b) => {
    if (field === "owner" && (a.owner === null) !== (b.owner === null)) return a.owner === null ? 1 : -1;
    const order =
      field === "owner" ? (a.owner ?? "").localeCompare(b.owner ?? "") : field === "updatedAt" ? a.updatedAt.localeCompare(b.updatedAt) : 0;
    return direction * (order || (field === "name" ? a.name.localeCompare(b.name) : 0)) || a.name.localeCompare(b.name);
  });
}
