import type { api } from "../../app/api.ts";

export type CatalogueEvent = Awaited<ReturnType<typeof api.data.catalogue.call>>["items"][number];
export type Property = Awaited<ReturnType<typeof api.data.traits.call>>["items"][number];
export type PropertyType = Property["types"][number]["type"];
