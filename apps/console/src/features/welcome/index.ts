export { FirstEvent } from "./first-event.tsx";
export { freeName } from "./free-name.ts";
export { SdkChoice } from "./sdk-choice.tsx";
export { isSdkId, type SdkId } from "./sdk-id.ts";
export { sdkOf, sdkOfKind, sdks, type Sdk } from "./sdks.ts";
export { Step } from "./step.tsx";
