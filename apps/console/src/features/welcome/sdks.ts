import type { Source } from "@throughline/contract";
import { sdkIds, type SdkId } from "./sdk-id.ts";

export type Snippet = { title: string; code: string };
export type Sdk = {
  id: SdkId;
  label: string;
  /** Where it runs, in a few words. */
  hint: string;
  sourceKind: Source["kind"];
  /** What a new source is called unless the user says otherwise. */
  sourceName: string;
  /** One line on what changes, and what then happens. */
  advice: string;
  snippets: (target: { writeKey: string; host: string }) => Snippet[];
};

const bare = (host: string) => host.replace(/^https?:\/\//, "");
const protocol = (host: string) => (host.startsWith("https:") ? "https" : "http");

const all: Record<SdkId, Omit<Sdk, "id">> = {
  web: {
    label: "Throughline web",
    hint: "Browser, 6 KB",
    sourceKind: "web",
    sourceName: "Website",
    advice: "Put this on every page. Page views, clicks and form submits follow by themselves; what people type is never read.",
    snippets: ({ writeKey, host }) => [
      {
        title: "In the head of every page",
        code: `<script\n  async\n  src="${host}/sdk/throughline.js"\n  data-write-key="${writeKey}"\n></script>`,
      },
      {
        title: "Once somebody has signed in",
        code: `window.throughline?.identify("user-42", {\n  email: "ada@example.com",\n  plan: "growth",\n});`,
      },
      {
        title: "To see where people get stuck, add to the tag",
        code: `data-friction="true"`,
      },
    ],
  },
  "segment-browser": {
    label: "Segment, browser",
    hint: "@segment/analytics-next",
    sourceKind: "segment-browser",
    sourceName: "Website",
    advice: "Change the hosts where you load it. Your track, identify and group calls stay as they are.",
    snippets: ({ writeKey, host }) => [
      {
        title: "Where analytics is loaded",
        code: `import { AnalyticsBrowser } from "@segment/analytics-next";\n\nexport const analytics = AnalyticsBrowser.load(\n  { writeKey: "${writeKey}", cdnURL: "${host}" },\n  {\n    integrations: {\n      "Segment.io": { apiHost: "${bare(host)}/v1", protocol: "${protocol(host)}" },\n    },\n  },\n);\n\nanalytics.track("Connected to Throughline");`,
      },
    ],
  },
  "segment-node": {
    label: "Segment, Node",
    hint: "@segment/analytics-node",
    sourceKind: "segment-node",
    sourceName: "Backend",
    advice: "Change the host. Your track, identify and group calls stay as they are.",
    snippets: ({ writeKey, host }) => [
      {
        title: "Where analytics is created",
        code: `import { Analytics } from "@segment/analytics-node";\n\nconst analytics = new Analytics({\n  writeKey: "${writeKey}",\n  host: "${host}",\n});\n\nanalytics.track({ userId: "user-42", event: "Connected to Throughline" });`,
      },
    ],
  },
  rudderstack: {
    label: "RudderStack",
    hint: "@rudderstack/rudder-sdk-node",
    sourceKind: "rudderstack",
    sourceName: "Backend",
    advice: "Change the data plane URL. Everything else stays as it is.",
    snippets: ({ writeKey, host }) => [
      {
        title: "Where analytics is created",
        code: `import Analytics from "@rudderstack/rudder-sdk-node";\n\nconst analytics = new Analytics("${writeKey}", {\n  dataPlaneUrl: "${host}",\n});\n\nanalytics.track({ userId: "user-42", event: "Connected to Throughline" });`,
      },
    ],
  },
  customerio: {
    label: "Customer.io",
    hint: "@customerio/cdp-analytics-node",
    sourceKind: "customerio",
    sourceName: "Backend",
    advice: "Change the host. Everything else stays as it is.",
    snippets: ({ writeKey, host }) => [
      {
        title: "Where analytics is created",
        code: `import { Analytics } from "@customerio/cdp-analytics-node";\n\nconst analytics = new Analytics({\n  writeKey: "${writeKey}",\n  host: "${host}",\n});\n\nanalytics.track({ userId: "user-42", event: "Connected to Throughline" });`,
      },
    ],
  },
  "posthog-browser": {
    label: "PostHog, browser",
    hint: "posthog-js",
    sourceKind: "posthog",
    sourceName: "Website",
    advice: "Change the key and the host. Feature flags are answered with none.",
    snippets: ({ writeKey, host }) => [
      {
        title: "Where PostHog is started",
        code: `import posthog from "posthog-js";\n\nposthog.init("${writeKey}", {\n  api_host: "${host}",\n});\n\nposthog.capture("Connected to Throughline");`,
      },
    ],
  },
  "posthog-node": {
    label: "PostHog, Node",
    hint: "posthog-node",
    sourceKind: "posthog",
    sourceName: "Backend",
    advice: "Change the key and the host. Feature flags are answered with none.",
    snippets: ({ writeKey, host }) => [
      {
        title: "Where PostHog is created",
        code: `import { PostHog } from "posthog-node";\n\nconst posthog = new PostHog("${writeKey}", {\n  host: "${host}",\n});\n\nposthog.capture({ distinctId: "user-42", event: "Connected to Throughline" });`,
      },
    ],
  },
  jitsu: {
    label: "Jitsu",
    hint: "@jitsu/js",
    sourceKind: "jitsu",
    sourceName: "Website",
    advice: "Change the host. Everything else stays as it is.",
    snippets: ({ writeKey, host }) => [
      {
        title: "Where Jitsu is created",
        code: `import { jitsuAnalytics } from "@jitsu/js";\n\nconst jitsu = jitsuAnalytics({\n  host: "${host}",\n  writeKey: "${writeKey}",\n});\n\njitsu.track("Connected to Throughline");`,
      },
    ],
  },
  http: {
    label: "HTTP",
    hint: "Any language",
    sourceKind: "http",
    sourceName: "HTTP API",
    advice:
      "The Segment HTTP API: identify, track, page, screen, group, alias and batch. The answer is 200 once what you sent is safe on disk.",
    snippets: ({ writeKey, host }) => [
      {
        title: "In a terminal",
        code: `curl ${host}/v1/track \\\n  --user "${writeKey}:" \\\n  --header "content-type: application/json" \\\n  --data '{ "userId": "user-42", "event": "Connected to Throughline" }'`,
      },
    ],
  },
};

/** Every way to connect, in the order shown. */
export const sdks: readonly Sdk[] = sdkIds.map((id) => ({ id, ...all[id] }));

export function sdkOf(id: SdkId): Sdk {
  return { id, ...all[id] };
}

/** The SDK that a source was made for; the browser one where its kind stands for two. Null for sources that no SDK feeds. */
export function sdkOfKind(kind: Source["kind"]): Sdk | null {
  return sdks.find(({ sourceKind }) => sourceKind === kind) ?? null;
}
