export { journeyAddress } from "./journey-range.ts";
