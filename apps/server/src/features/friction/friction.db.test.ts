import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { personIdOf } from "@throughline/contract";
import { profileIdOf } from "@throughline/domain";
import { testAccess, testKeyAccess } from "../../testing/test-access.ts";
import { createTestPipeline, type TestPipeline } from "../../testing/test-pipeline.ts";
import { rankFriction, type RankInput } from "./rank-friction.ts";
import { readOne, type OneInput } from "./read-one.ts";

let pipeline: TestPipeline;
let workspaceId: string;
beforeAll(async () => {
  pipeline = await createTestPipeline();
});
afterAll(() => pipeline.close());
beforeEach(async () => {
  workspaceId = await pipeline.database.createWorkspace();
  made = 0;
});

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const from = Date.parse("2026-02-01T00:00:00Z");
const to = Date.parse("2026-03-03T00:00:00Z");
const deps = () => ({ db: pipeline.database.db, clickhouse: pipeline.clickhouse, now: () => Date.parse("2026-03-10T12:00:00Z") });
const range = { from: new Date(from).toISOString(), to: new Date(to).toISOString() };
const rank = (input: Partial<RankInput> = {}, access = testAccess(workspaceId, "viewer")) =>
  rankFriction(deps(), access, { ...range, outcome: "any", by: "element", limit: 50, ...input });
const one = (input: Partial<OneInput> = {}, access = testAccess(workspaceId, "viewer")) =>
  readOne(deps(), access, { ...range, outcome: "any", ...input });

let made = 0;
const desktop = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36";
type Step = [name: string, afterMinutes: number, path: string, properties?: object];
/** A visit of one person: page views (`page`) and events, as the browser SDK sends them. */
const visit = (userId: string, startMs: number, steps: Step[], { sessionId = `s ${userId} ${startMs}` as string | null } = {}): object[] =>
  steps.map(([name, afterMinutes, path, properties = {}]) => ({
    type: name === "page" ? "page" : "track",
    ...(name === "page" ? {} : { event: name }),
    messageId: `m${++made}`,
    userId,
    timestamp: new Date(startMs + afterMinutes * minute).toISOString(),
    properties: { ...properties, ...(name === "page" ? {} : { path }) },
    context: { page: { path }, userAgent: desktop, ...(sessionId === null ? {} : { sessionId }) },
  }));
const rage = (label: string, afterMinutes: number, path = "/checkout"): Step => [
  "Rage Click",
  afterMinutes,
  path,
  { label, selector: "#b", clicks: 4 },
];

/** Visits of a checkout over the whole range; of every ten of a kind, so many give up there. */
function checkouts(kind: string, count: number, badOfTen: number, friction: Step[]): object[] {
  return Array.from({ length: count }, (_, n) =>
    visit(`${kind}${n}`, from + ((n * 29) / count) * day, [
      ["page", 0, "/pricing"],
      ["page", 1, "/checkout"],
      ...friction,
      ...(n % 10 < badOfTen ? [] : ([["Checkout Completed", 4, "/checkout"]] as Step[])),
    ]),
  ).flat();
}

describe("the ranking", () => {
  test("finds the lift that was planted, on both parts of the range, and none where there is none", async () => {
    await pipeline.process(workspaceId, [
      ...checkouts("calm", 200, 2, []),
      ...checkouts("angry", 200, 6, [rage("Pay now", 2)]),
      ...checkouts("slow", 200, 2, [["Dead Click", 2, "/checkout", { label: "Logo" }]]),
    ]);
    const answer = await rank();
    expect(answer).toMatchObject({ sessions: 600, hit: 400, left: 0 });
    expect(answer.bySignal).toEqual([
      { signal: "Rage Click", sessions: 200 },
      { signal: "Dead Click", sessions: 200 },
    ]);
    const [pay, logo] = answer.rows;
    expect(pay).toMatchObject({
      element: "Pay now",
      page: "/checkout",
      sessions: 200,
      people: 200,
      occurrences: 200,
      holds: true,
      byDefinition: false,
    });
    expect(pay?.signals).toEqual([{ signal: "Rage Click", sessions: 200 }]);
    // Compared with all visits of the page without this signal, of which 2 in 10 end badly.
    expect(pay?.lift).toMatchObject({ n: 200, controls: 400, enough: true });
    expect(pay?.lift?.value).toBeCloseTo(0.4, 5);
    expect(pay?.lift?.low).toBeGreaterThan(0.3);
    expect(pay?.lift?.high).toBeLessThan(0.5);
    expect(pay?.earlier?.n).toBeGreaterThan(pay?.heldOut?.n ?? Infinity);
    expect((pay?.earlier?.n ?? 0) + (pay?.heldOut?.n ?? 0)).toBe(200);
    expect(pay?.heldOut?.value).toBeCloseTo(0.4, 1);
    expect(pay?.harm?.value).toBeCloseTo(80, 5);
    expect(pay?.trend).toHaveLength(30);
    expect(pay?.trend.reduce((sum, sessions) => sum + sessions, 0)).toBe(200);

    expect(logo?.element).toBe("Logo");
    expect(logo?.lift?.value).toBeCloseTo(-0.2, 5);
    expect(logo?.holds).toBeNull();
  });

  test("says no harm where those who were hit fare like the others: the interval includes zero", async () => {
    await pipeline.process(workspaceId, [...checkouts("calm", 200, 3, []), ...checkouts("angry", 100, 3, [rage("Pay now", 2)])]);
    const [row] = (await rank()).rows;
    expect(row?.lift?.enough).toBe(true);
    expect(row?.lift?.value).toBeCloseTo(0, 5);
    expect(row?.lift?.low).toBeLessThan(0);
    expect(row?.lift?.high).toBeGreaterThan(0);
  });

  test("compares with visits that had come as far when they reached the page", async () => {
    // Whoever begins on the checkout gives up more often, hit or not; those who were hit all began there.
    const begun = (kind: string, count: number, badOfTen: number, friction: Step[]) =>
      Array.from({ length: count }, (_, n) =>
        visit(`${kind}${n}`, from + n * hour, [
          ["page", 0, "/checkout"],
          ...friction,
          ...(n % 10 < badOfTen ? [] : ([["Checkout Completed", 4, "/checkout"]] as Step[])),
        ]),
      ).flat();
    await pipeline.process(workspaceId, [
      ...checkouts("calm", 300, 1, []),
      ...begun("direct", 100, 7, []),
      ...begun("hit", 100, 7, [rage("Pay now", 2)]),
    ]);
    const [row] = (await rank()).rows;
    expect(row?.lift).toMatchObject({ n: 100, controls: 100 });
    expect(row?.lift?.value).toBeCloseTo(0, 5);
  });

  test("says when there are too few sessions, and lists them last", async () => {
    await pipeline.process(workspaceId, [
      ...checkouts("calm", 100, 2, []),
      ...checkouts("angry", 40, 3, [rage("Pay now", 2)]),
      ...checkouts("rare", 10, 10, [rage("Coupon", 2)]),
    ]);
    const { rows } = await rank();
    expect(rows.map(({ element, lift }) => [element, lift?.enough])).toEqual([
      ["Pay now", true],
      ["Coupon", false],
    ]);
    expect((await rank({ limit: 1 })).left).toBe(1);
    expect((await rank({ search: "coup" })).rows.map(({ element }) => element)).toEqual(["Coupon"]);
    expect((await rank({ search: "' OR 1=1 --" })).rows).toEqual([]);
  });

  test("judges forms that were left by help sought alone, as to leave is what the signal means", async () => {
    const left: Step[] = [["Form Abandoned", 3, "/checkout", { form: "payment", lastField: "VAT number", fieldsFilled: 2 }]];
    await pipeline.process(workspaceId, [...checkouts("calm", 100, 2, []), ...checkouts("left", 100, 10, left)]);
    const [any] = (await rank()).rows;
    expect(any).toMatchObject({ element: "payment", byDefinition: true, lift: { with: 0, without: 0 } });
    const [abandonment] = (await rank({ outcome: "abandonment" })).rows;
    expect(abandonment).toMatchObject({ byDefinition: true, lift: { with: 1 } });
    expect((await rank({ outcome: "ticket" })).rows[0]?.byDefinition).toBe(false);
    expect((await one({ element: "payment", page: "/checkout" })).details).toEqual([{ value: "VAT number", sessions: 100 }]);
  });

  test("takes pages and signals as wholes too, and joins pages that differ by an id", async () => {
    await pipeline.process(workspaceId, [
      ...visit("u1", from, [["page", 0, "/orders/12"], rage("Ship", 1, "/orders/12"), ["page", 2, "/home"]]),
      ...visit("u2", from, [
        ["page", 0, "/orders/77/items/1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed"],
        rage("Ship", 1, "/orders/13"),
        ["Error Click", 2, "/orders/13", { label: "Ship", error: "500" }],
      ]),
      ...visit("u2", from + day, [
        ["page", 0, "/home"],
        ["U-Turn", 1, "/home", { fromPath: "/home", toPath: "/orders/ord_5x", seconds: 4 }],
      ]),
    ]);
    expect((await rank()).rows.map(({ element, page, sessions, signals }) => [element, page, sessions, signals.length])).toEqual([
      ["Ship", "/orders/:id", 2, 2],
      [null, "/orders/:id", 1, 1],
    ]);
    expect((await rank({ by: "page" })).rows).toMatchObject([
      { element: null, page: "/orders/:id", sessions: 3, people: 2, occurrences: 4 },
    ]);
    expect((await rank({ by: "signal" })).rows.map(({ page, signals, sessions }) => [page, signals[0]?.signal, sessions])).toEqual([
      [null, "Rage Click", 2],
      [null, expect.any(String), 1],
      [null, expect.any(String), 1],
    ]);
    expect((await rank({ signal: "Error Click" })).rows).toMatchObject([{ element: "Ship", sessions: 1, occurrences: 1 }]);
  });
});

describe("what counts as having ended badly", () => {
  const endings = async (steps: Step[], later: Step[] = [], laterMs = 0) => {
    await pipeline.process(workspaceId, [
      ...visit("control", from, [
        ["page", 0, "/checkout"],
        ["page", 1, "/done"],
      ]),
      ...visit("u1", from, [["page", 0, "/checkout"], rage("Pay now", 1), ...steps]),
      ...visit("u1", from + laterMs, later, { sessionId: "later" }),
    ]);
    const [ticket, abandonment] = await Promise.all((["ticket", "abandonment"] as const).map((outcome) => rank({ outcome, by: "page" })));
    return [ticket?.rows[0]?.lift?.with, abandonment?.rows[0]?.lift?.with];
  };

  test("leaving from the page without having achieved anything", async () => {
    expect(await endings([])).toEqual([0, 1]);
  });
  test("is not going on to another page", async () => {
    expect(await endings([["page", 2, "/home"]])).toEqual([0, 0]);
  });
  test("is not leaving after having achieved something there", async () => {
    expect(await endings([["Checkout Completed", 2, "/checkout"]])).toEqual([0, 0]);
  });
  test("is not what was achieved in another session within 24 hours, but after that it is", async () => {
    expect(await endings([], [["Order Placed", 0, "/app"]], 23 * hour)).toEqual([0, 0]);
    workspaceId = await pipeline.database.createWorkspace();
    expect(await endings([], [["Order Placed", 0, "/app"]], 25 * hour)).toEqual([0, 1]);
  });
  test("is seeking help within 24 hours", async () => {
    expect(await endings([["page", 2, "/home"]], [["Ticket Opened", 0, "/help"]], 20 * hour)).toEqual([1, 0]);
    workspaceId = await pipeline.database.createWorkspace();
    expect(await endings([["page", 2, "/home"]], [["Ticket Opened", 0, "/help"]], 30 * hour)).toEqual([0, 0]);
  });
  test("is not told of visits that had less than 24 hours for it; the sessions they hit are counted", async () => {
    const late = Date.parse("2026-03-10T00:00:00Z");
    await pipeline.process(workspaceId, [
      ...visit("control", late, [
        ["page", 0, "/checkout"],
        ["page", 1, "/done"],
      ]),
      ...visit("u1", late, [["page", 0, "/checkout"], rage("Pay now", 1)]),
    ]);
    const { rows } = await rank({ from: "2026-03-01T00:00:00Z", to: "2026-03-10T12:00:00Z" });
    expect(rows).toMatchObject([{ sessions: 1, lift: null, harm: null }]);
  });
});

test("moments without a session are one until half an hour passes without any", async () => {
  const loose = (userId: string, steps: Step[]) => visit(userId, from, steps, { sessionId: null });
  await pipeline.process(workspaceId, [
    ...loose("control", [
      ["page", 0, "/checkout"],
      ["page", 1, "/done"],
    ]),
    // One session that goes on elsewhere, against one that ended on the page half an hour before.
    ...loose("u1", [["page", 0, "/checkout"], rage("Pay now", 1), ["page", 31, "/home"]]),
    ...loose("u2", [["page", 0, "/checkout"], rage("Pay now", 1), ["page", 31.1, "/home"]]),
  ]);
  const [row] = (await rank({ outcome: "abandonment", by: "page" })).rows;
  expect(row?.lift).toMatchObject({ n: 2, with: 0.5, without: 0 });
});

describe("one place", () => {
  test("tells when, where and who, with what became of them", async () => {
    await pipeline.process(workspaceId, [
      ...visit("u1", from + hour, [
        ["page", 0, "/checkout"],
        rage("Pay now", 1),
        ["Error Click", 2, "/checkout", { label: "Pay now", error: "VAT number is not valid" }],
      ]),
      ...visit("u1", from + 3 * day, [["page", 0, "/checkout"], rage("Pay now", 1), ["Ticket Opened", 5, "/help"]]),
      ...visit("u2", from + 3 * day, [["page", 0, "/checkout"], rage("Pay now", 1), ["page", 2, "/home"]]),
      ...visit("u3", from + 3 * day, [["page", 0, "/checkout"], rage("Coupon", 1)]),
    ]);
    const told = await one({ element: "Pay now", page: "/checkout" });
    expect(told.row).toMatchObject({ element: "Pay now", page: "/checkout", sessions: 3, people: 2, occurrences: 4 });
    expect(told.days.filter(({ sessions }) => sessions > 0)).toEqual([
      { day: "2026-02-01", sessions: 1, occurrences: 2 },
      { day: "2026-02-04", sessions: 2, occurrences: 2 },
    ]);
    expect(told.pages).toEqual([{ value: "/checkout", sessions: 3 }]);
    expect(told.browsers).toEqual([{ value: "Chrome 130", sessions: 3 }]);
    expect(told.devices).toEqual([{ value: "desktop", sessions: 3 }]);
    expect(told.details).toEqual([{ value: "VAT number is not valid", sessions: 1 }]);
    const person = (userId: string) => personIdOf(profileIdOf(workspaceId, "userId", userId));
    expect(told.people.map(({ id, sessions }) => [id, sessions])).toEqual([
      [person("u1"), 2],
      [person("u2"), 1],
    ]);
    expect(
      told.examples.map(({ person: id, at, signals, ticket, abandoned }) => [id, at.slice(0, 10), signals.length, ticket, abandoned]),
    ).toEqual([
      [person("u1"), "2026-02-04", 1, true, false],
      [person("u1"), "2026-02-01", 2, false, true],
      [person("u2"), "2026-02-04", 1, false, false],
    ]);
    expect((await one({ signal: "Error Click" })).row).toMatchObject({ page: null, sessions: 1 });
    expect((await one({ page: "/nowhere" })).row).toBeNull();
  });
});

describe("who may ask", () => {
  const setUp = () => pipeline.process(workspaceId, visit("u1", from, [["page", 0, "/checkout"], rage("Pay now", 1)]));

  test("another workspace sees nothing of it", async () => {
    await setUp();
    const other = testAccess(await pipeline.database.createWorkspace(), "owner");
    expect(await rank({}, other)).toMatchObject({ rows: [], sessions: 0, hit: 0, bySignal: [] });
    expect(await one({ page: "/checkout" }, other)).toMatchObject({ row: null, people: [], examples: [], pages: [] });
  });
  test("it needs the permission to read insights, and people are named only to those who may read people", async () => {
    await setUp();
    await expect(rank({}, testKeyAccess(workspaceId, ["people:read"]))).rejects.toMatchObject({ code: "forbidden" });
    await expect(one({}, testKeyAccess(workspaceId, ["people:read"]))).rejects.toMatchObject({ code: "forbidden" });
    const told = await one({ page: "/checkout" }, testKeyAccess(workspaceId, ["insights:read"]));
    expect(told).toMatchObject({ row: { sessions: 1 }, people: [], examples: [] });
  });
  test("an empty or endless range is refused", async () => {
    await expect(rank({ from: range.to })).rejects.toMatchObject({ code: "invalid_input" });
    await expect(rank({ from: "2020-01-01T00:00:00Z" })).rejects.toMatchObject({ code: "invalid_input" });
  });
});
