import { dashboardFiltersSchema, type DashboardFilters, type Query } from "@throughline/contract";

/** A tile's query under the filters of its dashboard: their range in place of its own, their condition besides its own. */
export function withFilters<Asked extends Query>(query: Asked, { range, where }: DashboardFilters): Asked {
  return {
    ...query,
    ...(range ? { range } : {}),
    ...(where ? { where: query.where ? { all: [where, query.where] } : where } : {}),
  };
}

export const isFiltered = ({ range, where }: DashboardFilters): boolean => range !== undefined || where !== undefined;

/** Filters as they stand in the address; text that holds none is null. */
export function readFilters(text: unknown): DashboardFilters | null {
  if (typeof text === "object") return dashboardFiltersSchema.safeParse(text).data ?? null;
  if (typeof text !== "string") return null;
  try {
    return dashboardFiltersSchema.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}
