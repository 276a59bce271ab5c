import { describe, expect, test } from "vitest";
import fc from "fast-check";
import { checkMapping, guessKind, guessMapping, missingTargets } from "./index.ts";

const columnsOf = (...names: string[]) => names.map((name) => ({ name, samples: [/at$|time|when|date/i.test(name) ? "2024-01-01" : "x"] }));
const targetsOf = (kind: "events" | "people" | "accounts", ...names: string[]) =>
  Object.fromEntries(guessMapping(kind, columnsOf(...names)).map(({ column, target }) => [column, target]));

describe("a guess", () => {
  test("knows the names that other products give", () => {
    expect(targetsOf("events", "$insert_id", "distinct_id", "Event Name", "created_at", "amount", "properties.plan", "company_id")).toEqual(
      {
        $insert_id: "messageId",
        distinct_id: "userId",
        "Event Name": "event",
        created_at: "timestamp",
        amount: "properties.amount",
        "properties.plan": "properties.plan",
        company_id: "groupId",
      },
    );
    expect(targetsOf("events", "Order date", "Delivery date", "Customer no", "What")).toEqual({
      "Order date": "timestamp",
      "Delivery date": "properties.Delivery date",
      "Customer no": "userId",
      What: "event",
    });
    expect(targetsOf("people", "id", "email", "created_at", "company")).toEqual({
      id: "userId",
      email: "email",
      created_at: "traits.created_at",
      company: "traits.company",
    });
    expect(targetsOf("people", "Email", "Name", "Phone Number")).toEqual({
      Email: "email",
      Name: "traits.name",
      "Phone Number": "traits.phone",
    });
    expect(targetsOf("people", "user id", "First Name", "Surname", "Full Name", "Contact Name")).toEqual({
      "user id": "userId",
      "First Name": "traits.firstName",
      Surname: "traits.lastName",
      "Full Name": "traits.name",
      "Contact Name": "traits.Contact Name",
    });
    expect(targetsOf("people", "email", "first_name")).toEqual({ email: "email", first_name: "traits.first_name" });
    expect(targetsOf("accounts", "company_id", "name", "mrr")).toEqual({ company_id: "groupId", name: "traits.name", mrr: "traits.mrr" });
  });

  test("takes for a time only what holds times", () => {
    const [time] = guessMapping("events", [{ name: "time", samples: ["morning", "noon"] }]);
    expect(time).toMatchObject({ target: "properties.time" });
  });

  test("keeps codes as text, so that they lose no zeros", () => {
    const types = guessMapping("people", [
      { name: "zipCode", samples: ["01234"] },
      { name: "paid", samples: ["true"] },
      { name: "Phone", samples: ["0049"] },
    ]).map(({ type }) => type);
    expect(types).toEqual(["string", "auto", "string"]);
  });

  test.each([
    [["user_id", "event", "timestamp"], "export.csv", "events"],
    [["email", "name"], "export.csv", "people"],
    [["company_id", "plan"], "export.csv", "accounts"],
    [["id", "plan"], "our-accounts.csv", "accounts"],
    [["id", "plan"], "contacts 2024.csv", "people"],
    [["user id", "event", "when", "Amount"], "export.csv", "events"],
    [["email", "event", "Event date"], "export.csv", "events"],
    [["Order date", "Customer no", "What"], "export.csv", "events"],
    [["Customer no", "Activity", "Renewal date"], "export.csv", "people"],
  ])("takes %j in %s for %s", (columns, file, kind) => expect(guessKind(columnsOf(...columns), file)).toBe(kind));
});

test("property: whatever the columns are called, what is guessed is a mapping that can be used", () => {
  const names = fc.uniqueArray(
    fc.oneof(
      fc.string({ minLength: 1, maxLength: 20 }),
      fc.constantFrom(
        "a",
        "a.b",
        "a.b.c",
        "properties",
        "properties.a",
        "traits.a.b",
        "context",
        "__proto__",
        "x.__proto__",
        "constructor",
        "user_id",
        "userId",
        "id",
        "email",
        "event",
        "time",
        ".",
        "a..b",
      ),
    ),
    { maxLength: 12 },
  );
  fc.assert(
    fc.property(
      fc.constantFrom("events" as const, "people" as const, "accounts" as const),
      fc.constantFrom("csv" as const, "jsonl" as const),
      names,
      (kind, format, columns) => {
        const mapping = guessMapping(kind, columnsOf(...columns));
        expect(checkMapping(kind, mapping, { columns, format })).toEqual([]);
        expect(mapping.map(({ column }) => column)).toEqual(columns);
      },
    ),
  );
});

describe("a mapping", () => {
  const file = { columns: ["a", "b", "user"], format: "csv" as const };
  const issuesOf = (...mapping: [string, string | null][]) =>
    checkMapping(
      "people",
      mapping.map(([column, target]) => ({ column, target, type: "auto" as const })),
      file,
    );
  test("names each column that cannot be used, and what is accepted", () => {
    expect(issuesOf(["a", "event"])).toEqual([
      {
        field: "a",
        message: "The column “a” cannot become “event” in a file of people.",
        accepted: "email, messageId, userId, anonymousId, groupId, timestamp, traits, traits.<name>",
      },
    ]);
    expect(issuesOf(["c", "userId"])[0]).toMatchObject({ field: "c", accepted: "a, b, user" });
    expect(issuesOf(["a", "userId"], ["b", "userId"])[0]).toMatchObject({
      field: "b",
      message: "The column “b” cannot become “userId” too: “a” does already.",
    });
    expect(issuesOf(["a", "userId"], ["a", null])[0]).toMatchObject({ field: "a" });
    expect(issuesOf(["a", "traits.x"], ["b", "traits.x.y"])[0]).toMatchObject({ field: "b" });
    expect(issuesOf(["user.id", "userId"])).toHaveLength(1);
    expect(issuesOf(["a", "traits.constructor"])).toHaveLength(1);
    expect(issuesOf(["a", "userId"], ["b", null], ["user", "traits.x.y"])).toEqual([]);
  });

  test("is complete only with what its kind needs", () => {
    expect(missingTargets("events", [{ column: "a", target: "event", type: "auto" }]).map(({ field }) => field)).toEqual([
      "userId",
      "timestamp",
    ]);
    expect(missingTargets("people", [{ column: "a", target: "email", type: "auto" }])).toEqual([]);
    expect(missingTargets("accounts", [{ column: "a", target: null, type: "auto" }]).map(({ field }) => field)).toEqual(["groupId"]);
  });
});
