import { describe, expect, test } from "vitest";
import fc from "fast-check";
import { createRowMapper, guessMapping, numberedId, type MappedRow, type RowValues } from "./index.ts";

const times = { now: Date.UTC(2025, 5, 1), statedAt: Date.UTC(2025, 4, 1) };
const messageOf = (row: MappedRow) => {
  if (!("message" in row)) throw new Error(JSON.stringify(row));
  return row.message;
};
const problemOf = (row: MappedRow) => ("problem" in row ? row.problem : null);
const map = (kind: "events" | "people" | "accounts", format: "csv" | "jsonl", values: RowValues) =>
  createRowMapper({
    kind,
    format,
    mapping: guessMapping(
      kind,
      Object.entries(values).map(([name, value]) => ({ name, samples: [value] })),
    ),
  })(values, times);

describe("events", () => {
  test("a row of a table becomes a message with typed properties", () => {
    const message = messageOf(
      map("events", "csv", {
        user_id: "007",
        event: "Order Completed",
        timestamp: "2024-03-05 10:20:30 UTC",
        amount: "12.50",
        paid: "TRUE",
        zip: "01234",
        note: "",
        channel: "email",
      }),
    );
    expect(message).toMatchObject({
      type: "track",
      userId: "007",
      name: "Order Completed",
      at: Date.UTC(2024, 2, 5, 10, 20, 30),
      properties: { amount: 12.5, paid: true, zip: "01234" },
      context: { channel: "email" },
    });
    expect(message.properties).not.toHaveProperty("note");
  });

  test("a line of JSON keeps its objects, and names that the first lines did not show", () => {
    const mapper = createRowMapper({
      kind: "events",
      format: "jsonl",
      mapping: [
        { column: "userId", target: "userId", type: "auto" },
        { column: "event", target: "event", type: "auto" },
        { column: "timestamp", target: "timestamp", type: "auto" },
      ],
    });
    const message = messageOf(
      mapper(
        {
          userId: 7,
          event: "Seen",
          timestamp: 1_700_000_000,
          properties: { a: { b: [1] } },
          plan: "pro",
          context: { page: { path: "/" } },
        },
        times,
      ),
    );
    expect(message).toMatchObject({
      userId: "7",
      at: 1_700_000_000_000,
      properties: { a: { b: [1] }, plan: "pro" },
      context: { page: { path: "/" } },
    });
  });

  test("what lies inside of an object can be mapped", () => {
    const mapping = [
      { column: "properties.distinct_id", target: "userId", type: "auto" as const },
      { column: "event", target: "event", type: "auto" as const },
      { column: "properties.time", target: "timestamp", type: "auto" as const },
      { column: "properties", target: "properties", type: "auto" as const },
    ];
    const message = messageOf(
      createRowMapper({ kind: "events", format: "jsonl", mapping })(
        { event: "A", properties: { distinct_id: "u1", time: 1_700_000_000, plan: "pro" } },
        times,
      ),
    );
    expect(message).toMatchObject({ userId: "u1", at: 1_700_000_000_000, properties: { plan: "pro" } });
  });

  test.each([
    ["no time", { user_id: "u", event: "A", timestamp: "" }, "timestamp", "empty"],
    ["a time that is none", { user_id: "u", event: "A", timestamp: "05/03/2024" }, "timestamp", "05/03/2024"],
    ["a time to come", { user_id: "u", event: "A", timestamp: "2031-01-01" }, "timestamp", "between the year 2000 and now"],
    ["nobody", { user_id: "", event: "A", timestamp: "2024-01-01" }, "user_id", "userId"],
    ["no name", { user_id: "u", event: "", timestamp: "2024-01-01" }, "event", "event is missing"],
  ])("a row with %s says so, and in which column", (_what, values, field, message) => {
    const mapping = [
      { column: "user_id", target: "userId", type: "auto" as const },
      { column: "event", target: "event", type: "auto" as const },
      { column: "timestamp", target: "timestamp", type: "auto" as const },
    ];
    const problem = problemOf(createRowMapper({ kind: "events", format: "csv", mapping })(values, times));
    expect(problem).toMatchObject({ field, message: expect.stringContaining(message) });
  });

  test("a cell that is not what its column is mapped as says so", () => {
    const mapping = [
      { column: "amount", target: "properties.amount", type: "number" as const },
      { column: "user_id", target: "userId", type: "auto" as const },
      { column: "event", target: "event", type: "auto" as const },
      { column: "at", target: "timestamp", type: "auto" as const },
    ];
    expect(
      problemOf(
        createRowMapper({ kind: "events", format: "csv", mapping })({ amount: "1,5", user_id: "u", event: "A", at: "2024-01-01" }, times),
      ),
    ).toEqual({ field: "amount", message: '“amount” is "1,5"; a number such as 12.5 is accepted.' });
  });

  test("names of a file cannot reach the prototype of anything", () => {
    const values = JSON.parse(
      '{"userId":"u","event":"A","timestamp":"2024-01-01","__proto__":{"admin":true},"properties":{"__proto__":{"admin":true}}}',
    ) as RowValues;
    const message = messageOf(map("events", "jsonl", values));
    expect((message.properties as { admin?: unknown }).admin).toBeUndefined();
    expect(({} as { admin?: unknown }).admin).toBeUndefined();
  });
});

describe("people and accounts", () => {
  test("a person without a time says it at the time of the import", () => {
    expect(messageOf(map("people", "csv", { id: "u1", email: "ada@example.com", created_at: "2020-01-01", seats: "3" }))).toMatchObject({
      type: "identify",
      userId: "u1",
      at: times.statedAt,
      traits: { email: "ada@example.com", created_at: "2020-01-01", seats: 3 },
    });
  });

  test("a person known by an address alone is one with whoever states that address", () => {
    const [one, two] = [
      messageOf(map("people", "csv", { email: "Ada@Example.com", plan: "pro" })),
      messageOf(map("people", "csv", { email: "ada@example.com", plan: "pro" })),
    ];
    expect(one).toMatchObject({
      userId: null,
      anonymousId: "email:ada@example.com",
      traits: { email: "Ada@Example.com", emailVerified: true },
    });
    expect(two.anonymousId).toBe(one.anonymousId);
  });

  test("an account without a member is a statement about the account; with one, a group message", () => {
    expect(map("accounts", "csv", { account_id: "acme", plan: "pro" })).toMatchObject({
      account: { key: "acme", traits: { plan: "pro" }, at: times.statedAt },
    });
    expect(messageOf(map("accounts", "csv", { account_id: "acme", user_id: "u1", plan: "pro" }))).toMatchObject({
      type: "group",
      groupId: "acme",
      userId: "u1",
      traits: { plan: "pro" },
    });
    expect(problemOf(map("accounts", "csv", { account_id: "", plan: "pro" }))).toMatchObject({ field: "account_id" });
  });
});

describe("message ids", () => {
  const row = { user_id: "u1", event: "A", timestamp: "2024-01-01", n: "1" };
  test("a row's own message id is kept, and is never counted", () => {
    const mapped = map("events", "csv", { ...row, message_id: "m1" });
    expect([messageOf(mapped).messageId, "counted" in mapped && mapped.counted]).toEqual(["m1", false]);
  });

  test("the same content has the same id in every format, order of columns and moment; other content another", () => {
    const id = messageOf(map("events", "csv", row)).messageId;
    expect(messageOf(map("events", "csv", { n: "1", timestamp: "2024-01-01T00:00:00Z", event: "A", user_id: "u1" })).messageId).toBe(id);
    expect(messageOf(map("events", "jsonl", { user_id: "u1", event: "A", timestamp: "2024-01-01", n: 1 })).messageId).toBe(id);
    expect(messageOf(map("events", "csv", { ...row, n: "2" })).messageId).not.toBe(id);
    expect(id.length).toBeLessThanOrEqual(80);
    expect(numberedId(id, 2)).not.toBe(numberedId(id, 1));
  });

  test("a person's row that says no time has the same id whenever it is read", () => {
    const mapper = createRowMapper({ kind: "people", format: "csv", mapping: [{ column: "id", target: "userId", type: "auto" }] });
    expect(messageOf(mapper({ id: "u" }, times)).messageId).toBe(
      messageOf(mapper({ id: "u" }, { now: times.now + 1e9, statedAt: times.now })).messageId,
    );
  });
});

test("property: what is guessed for a table of events brings every cell back where it was", () => {
  const name = fc.stringMatching(/^[a-z][a-z ]{1,12}$/).map((text) => `x ${text.trim()} y`);
  const cells = fc.dictionary(
    name,
    fc.oneof(
      fc.integer({ min: -1e6, max: 1e6 }),
      fc.boolean(),
      fc.stringMatching(/^[A-Z][a-z]{3,20}$/).filter((text) => !/^(true|false)$/i.test(text)),
    ),
    { noNullPrototype: true },
  );
  fc.assert(
    fc.property(cells, fc.date({ min: new Date("2001-01-01"), max: new Date("2025-01-01"), noInvalidDate: true }), (properties, at) => {
      const text = Object.fromEntries(Object.entries(properties).map(([key, value]) => [key, String(value)]));
      const csv = messageOf(map("events", "csv", { userId: "u1", event: "Done", timestamp: at.toISOString(), ...text }));
      const jsonl = messageOf(map("events", "jsonl", { userId: "u1", event: "Done", timestamp: at.toISOString(), properties }));
      expect(csv).toMatchObject({ userId: "u1", name: "Done", at: at.getTime() });
      expect(csv.properties).toEqual(properties);
      expect(csv.messageId).toBe(jsonl.messageId);
    }),
  );
});
