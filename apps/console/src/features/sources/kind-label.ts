import type { Source } from "@throughline/contract";

const labels: Record<Source["kind"], string> = {
  web: "Throughline web",
  "segment-browser": "Segment, browser",
  "segment-node": "Segment, Node",
  rudderstack: "RudderStack",
  customerio: "Customer.io",
  posthog: "PostHog",
  jitsu: "Jitsu",
  http: "HTTP",
  import: "Imports",
  sample: "Sample data",
};

/** What a source is fed by, in words. */
export function kindLabel(kind: Source["kind"]): string {
  return labels[kind];
}
