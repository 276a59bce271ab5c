import { expect, test } from "vitest";
import { freeName } from "./free-name.ts";
import { sdkOfKind, sdks } from "./sdks.ts";

const target = { writeKey: "wk_123", host: "https://cx.example.com" };

test.each(sdks.map((sdk) => [sdk.label, sdk] as const))("%s is given this server and this key", (_, sdk) => {
  const code = sdk
    .snippets(target)
    .map((snippet) => snippet.code)
    .join("\n");
  expect(code).toContain("wk_123");
  expect(code).toContain("cx.example.com");
});

test("Segment's browser SDK, which adds the protocol itself, is told which one", () => {
  const code = (host: string) => sdks.find(({ id }) => id === "segment-browser")?.snippets({ ...target, host })[0]?.code;
  expect(code("https://cx.example.com")).toContain('apiHost: "cx.example.com/v1", protocol: "https"');
  expect(code("http://127.0.0.1:4400")).toContain('apiHost: "127.0.0.1:4400/v1", protocol: "http"');
});

test("a source that no SDK feeds has none", () => {
  expect(sdkOfKind("import")).toBeNull();
  expect(sdkOfKind("jitsu")?.id).toBe("jitsu");
});

test("a new source gets a name that is not taken", () => {
  expect(freeName("Website", new Set())).toBe("Website");
  expect(freeName("Website", new Set(["Website", "Website 2"]))).toBe("Website 3");
});
