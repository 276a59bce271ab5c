import { describe, expect, test } from "vitest";
import { interaction } from "./interaction.fixture.ts";
import { boundsOf, isNarrowed, matchesFilter } from "./timeline-filter.ts";

const now = Date.parse("2026-03-10T12:00:00Z");

describe("bounds", () => {
  test("of the last days end now and begin that many days before", () => {
    expect(boundsOf({ range: "7d" }, now, "UTC")).toEqual({ from: "2026-03-03T12:00:00.000Z" });
  });
  test("of dates hold both dates whole, in the workspace's time zone", () => {
    expect(boundsOf({ from: "2026-03-01", to: "2026-03-02" }, now, "Europe/Berlin")).toEqual({
      from: "2026-02-28T23:00:00.000Z",
      to: "2026-03-02T23:00:00.000Z",
    });
  });
  test("ignore what is no date, such as a hand-made link", () => {
    expect(boundsOf({ from: "yesterday", to: "2026-99-99", range: "soon" }, now, "UTC")).toEqual({});
  });
});

describe("a new interaction is shown when it matches", () => {
  const one = interaction({
    kind: "track",
    channel: "chat",
    name: "Message Sent",
    properties: { text: "About the Invoice" },
    context: { url: "https://example.com/billing" },
  });
  test.each([
    [{}, true],
    [{ kind: "track" }, true],
    [{ kind: "page" }, false],
    [{ channel: "chat" }, true],
    [{ channel: "web" }, false],
    [{ name: "Message Sent" }, true],
    [{ name: "Message" }, false],
    [{ search: "invoice" }, true],
    [{ search: "BILLING" }, true],
    [{ search: "refund" }, false],
  ] as const)("%j: %s", (filter, expected) => expect(matchesFilter(one, filter, {})).toBe(expected));

  test("the range holds its start and not its end", () => {
    expect(matchesFilter(one, {}, { from: one.at })).toBe(true);
    expect(matchesFilter(one, {}, { to: one.at })).toBe(false);
  });
});

test("an empty filter narrows nothing", () => {
  expect(isNarrowed({ search: undefined, kind: undefined })).toBe(false);
  expect(isNarrowed({ range: "7d" })).toBe(true);
});
