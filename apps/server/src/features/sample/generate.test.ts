import { createHash } from "node:crypto";
import { channels } from "@throughline/contract";
import { checkMessage } from "@throughline/domain";
import { beforeAll, describe, expect, test } from "vitest";
import { generateSampleEvents } from "./generate.ts";
import type { SampleEvent, SampleProperties } from "./sample-event.ts";

const options = { seed: 1, endAt: new Date("2026-03-10T14:23:11.000Z") };
const LIMIT_BYTES = 32 * 1024;

interface Shape {
  count: number;
  outOfOrder: number;
  outside: number;
  rejected: string[];
  tooLarge: number;
  unsafeInJson: number;
  readonly messageIds: Set<string>;
  readonly channels: Set<string>;
  readonly identified: Set<string>;
  readonly aliases: Set<string>;
  readonly userIds: Set<string>;
  readonly accounts: Set<string>;
  /** "Event.property" → the types of its values. */
  readonly types: Map<string, Set<string>>;
  readonly names: Set<string>;
}

const emptyShape = (): Shape => ({
  count: 0,
  outOfOrder: 0,
  outside: 0,
  rejected: [],
  tooLarge: 0,
  unsafeInJson: 0,
  messageIds: new Set(),
  channels: new Set(),
  identified: new Set(),
  aliases: new Set(),
  userIds: new Set(),
  accounts: new Set(),
  types: new Map(),
  names: new Set(),
});

function noteTypes(shape: Shape, name: string, values: SampleProperties | undefined): void {
  for (const [key, value] of Object.entries(values ?? {})) {
    const types = shape.types.get(`${name}.${key}`) ?? new Set<string>();
    shape.types.set(`${name}.${key}`, types.add(typeof value));
  }
}

function noteEvent(shape: Shape, event: SampleEvent, text: string): void {
  shape.count++;
  if (Buffer.byteLength(text) > LIMIT_BYTES) shape.tooLarge++;
  // What is neither lost nor turned into null by JSON has no undefined, no NaN and no date in it.
  if (/:null[,}]/.test(text) || Object.values(event).includes(undefined)) shape.unsafeInJson++;
  const at = Date.parse(event.timestamp);
  if (at < options.endAt.getTime() - 90 * 86_400_000 || at >= options.endAt.getTime()) shape.outside++;
  const checked = checkMessage(event, { receivedAt: options.endAt.getTime(), newMessageId: () => "none" });
  if ("rejection" in checked) shape.rejected.push(checked.rejection.message);
  shape.messageIds.add(event.messageId);
  shape.channels.add(event.context?.channel ?? "none");
  if (event.userId) shape.userIds.add(event.userId);
  if (event.type === "identify" && event.userId) shape.identified.add(event.userId);
  if (event.previousId) shape.aliases.add(event.previousId);
  if (event.groupId) shape.accounts.add(event.groupId);
  if (event.event) shape.names.add(event.event);
  noteTypes(shape, event.event ?? event.type, event.properties ?? event.traits);
}

describe("the sample company of one seed", () => {
  const shape = emptyShape();
  let digest = "";

  beforeAll(() => {
    const hash = createHash("sha256");
    let before = "";
    for (const event of generateSampleEvents(options)) {
      const text = JSON.stringify(event);
      hash.update(text);
      if (event.timestamp < before) shape.outOfOrder++;
      before = event.timestamp;
      noteEvent(shape, event, text);
    }
    digest = hash.digest("hex");
  }, 120_000);

  test("is the same to the byte for the same seed and end", () => {
    const hash = createHash("sha256");
    for (const event of generateSampleEvents(options)) hash.update(JSON.stringify(event));
    expect(hash.digest("hex")).toBe(digest);
  }, 60_000);

  test("has between 250,000 and 290,000 interactions, each with an id of its own", () => {
    expect(shape.count).toBeGreaterThanOrEqual(250_000);
    expect(shape.count).toBeLessThan(290_000);
    expect(shape.messageIds.size).toBe(shape.count);
  });

  test("is in order of time, within the 90 days", () => {
    expect(shape.outOfOrder).toBe(0);
    expect(shape.outside).toBe(0);
  });

  test("has 2,500 identified people in 300 accounts", () => {
    expect(shape.identified.size).toBe(2_500);
    expect(shape.accounts.size).toBe(300);
  });

  test("knows every user id: identified, or said by an alias to be somebody's old id", () => {
    const unknown = [...shape.userIds].filter((id) => !shape.identified.has(id) && !shape.aliases.has(id));
    expect(unknown).toEqual([]);
    expect(shape.aliases.size).toBeGreaterThan(5);
  });

  test("uses every channel, and always says which", () => {
    expect([...shape.channels].sort()).toEqual([...channels].sort());
  });

  test("has no event that the collector would refuse", () => {
    expect(shape.rejected).toEqual([]);
    expect(shape.tooLarge).toBe(0);
    expect(shape.unsafeInJson).toBe(0);
  });

  test("gives a property the same type wherever the event appears", () => {
    const mixed = [...shape.types].filter(([, types]) => types.size > 1).map(([name]) => name);
    expect(mixed).toEqual([]);
  });

  test("names events in words that begin with capitals", () => {
    const odd = [...shape.names].filter((name) => !/^[A-Z][A-Za-z-]*( ([A-Z][A-Za-z-]*|in))*$/.test(name));
    expect(odd).toEqual([]);
    expect(shape.names.size).toBeGreaterThan(60);
  });
});

describe("another sample company", () => {
  const firstTexts = (seed: number, endAt: Date): string[] => {
    const texts: string[] = [];
    for (const event of generateSampleEvents({ seed, endAt })) {
      texts.push(JSON.stringify(event));
      if (texts.length === 2_000) break;
    }
    return texts;
  };

  test("comes from another seed", () => {
    const one = new Set(firstTexts(1, options.endAt).map((text) => text.replace(/"messageId":"[^"]*"/, "")));
    const shared = firstTexts(2, options.endAt).filter((text) => one.has(text.replace(/"messageId":"[^"]*"/, "")));
    expect(shared.length).toBeLessThan(20);
  });

  test("never shares message ids with one of another seed or end", () => {
    const idOf = (text: string): string => (JSON.parse(text) as SampleEvent).messageId;
    const one = new Set(firstTexts(1, options.endAt).map(idOf));
    const others = [...firstTexts(2, options.endAt), ...firstTexts(1, new Date(options.endAt.getTime() + 60_000))];
    expect(others.filter((text) => one.has(idOf(text)))).toEqual([]);
  });

  test("also holds when summer time begins or ends within the 90 days", () => {
    let before = "";
    for (const event of generateSampleEvents({ seed: 5, endAt: new Date("2026-11-20T00:00:00.000Z") })) {
      if (event.timestamp < before) expect.fail(`${event.timestamp} came after ${before}`);
      before = event.timestamp;
    }
    expect(before.slice(0, 10)).toBe("2026-11-19");
  }, 60_000);
});
