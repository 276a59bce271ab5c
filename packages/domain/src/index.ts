export * from "./collect/check-message.ts";
export * from "./collect/correct-time.ts";
export * from "./collect/message.ts";
export { posthogToMessages } from "./collect/posthog/posthog-to-messages.ts";
export * from "./identity/ownership.ts";
export * from "./identity/people.ts";
export * from "./identity/traits.ts";
export * from "./collect/observe.ts";
export * from "./identity/derive-ids.ts";
