export { applyCatalogue } from "./apply-catalogue.ts";
export { getCatalogueEvent, listCatalogue, listTraits, type CatalogueDeps } from "./read-catalogue.ts";
