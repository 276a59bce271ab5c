export { applyCatalogue } from "./apply-catalogue.ts";
