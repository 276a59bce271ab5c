export const sdkIds = [
  "web",
  "segment-browser",
  "segment-node",
  "rudderstack",
  "customerio",
  "posthog-browser",
  "posthog-node",
  "jitsu",
  "http",
] as const;
export type SdkId = (typeof sdkIds)[number];

export function isSdkId(value: unknown): value is SdkId {
  return sdkIds.some((id) => id === value);
}
