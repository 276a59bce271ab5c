export { loadedSamplesWithout, markSampleGiven, usesProduct } from "./loaded-samples.ts";
