export { compareVariants } from "./compare-variants.ts";
export { harmOf } from "./harm.ts";
export { liftOf, rateOf, type Lift, type Rate, type Reached } from "./lift.ts";
export { sampleRatioTest, type SampleRatio } from "./sample-ratio.ts";
export { fixedSample, sequentialSample, type WantedSample } from "./sample-size.ts";
