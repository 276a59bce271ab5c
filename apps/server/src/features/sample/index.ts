export { ensureSampleWorkspace } from "./ensure-sample.ts";
export { generateSampleEvents, type SampleOptions } from "./generate.ts";
export { loadSample, planSample, unfinishedSamples, type SampleDeps } from "./load-sample.ts";
