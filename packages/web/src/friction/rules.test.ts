import { describe, expect, test } from "vitest";
import { createBlame } from "./blamed-click.ts";
import { createClickBursts } from "./click-bursts.ts";
import { createDeadClicks } from "./dead-clicks.ts";
import type { Sign } from "./dead-clicks.ts";
import { createOpenForms } from "./open-forms.ts";
import { createPageTrail } from "./page-trail.ts";
import type { Stay } from "./page-trail.ts";
import { createPageVitals, slowness } from "./page-vitals.ts";

describe("a rage click", () => {
  const rageOf = (points: [at: number, x: number, y?: number][], spoiledAfter?: number) => {
    const found: [number, string][] = [];
    const bursts = createClickBursts<string>((clicks, first) => found.push([clicks, first]));
    points.forEach(([at, x, y = 0], index) => {
      bursts.click({ at, x, y }, `place ${index}`);
      if (index === spoiledAfter) bursts.spoil();
    });
    bursts.end();
    return found;
  };

  test("is three clicks, each within a second and 30 px of the one before", () => {
    expect(rageOf([[0, 0], [1000, 30], [2000, 60]])).toEqual([[3, "place 0"]]); // prettier-ignore
    expect(rageOf([[0, 0], [100, 0]])).toEqual([]); // prettier-ignore
    expect(rageOf([[0, 0], [1001, 0], [2002, 0]])).toEqual([]); // prettier-ignore
    expect(rageOf([[0, 0], [10, 22, 22], [20, 22, 22]])).toEqual([]); // prettier-ignore
  });
  test("is told once, with all its clicks, and a later one anew", () => {
    const many: [number, number][] = [0, 1, 2, 3, 4, 5, 6].map((n) => [n * 200, 5]);
    expect(rageOf(many)).toEqual([[7, "place 0"]]);
    expect(rageOf([...many, [9000, 5], [9100, 5], [9200, 5]])).toEqual([
      [7, "place 0"],
      [3, "place 7"],
    ]);
  });
  test("is none where text was selected or the page scrolled meanwhile, which spoils that burst alone", () => {
    expect(rageOf([[0, 0], [100, 0], [200, 0]], 1)).toEqual([]); // prettier-ignore
    expect(rageOf([[0, 0], [100, 0], [200, 0], [5000, 0], [5100, 0], [5200, 0]], 1)).toEqual([[3, "place 3"]]); // prettier-ignore
  });
});

describe("a dead click", () => {
  const isDead = (signs: [Sign, number][], { pressedAt = 10_000, at = 10_050 } = {}): boolean => {
    const found: string[] = [];
    const clicks = createDeadClicks<string>((place) => found.push(place));
    for (const [sign, signAt] of signs.filter(([, signAt]) => signAt < at)) clicks.sign(sign, signAt);
    clicks.click(pressedAt, at, "element", "here");
    for (const [sign, signAt] of signs.filter(([, signAt]) => signAt >= at)) clicks.sign(sign, signAt);
    clicks.check(at + 2499);
    expect(found).toEqual([]);
    clicks.check(at + 2500);
    expect(clicks.isWaiting()).toBe(false);
    return found.length === 1;
  };

  test("is one that nothing answers for 2,500 ms", () => {
    expect(isDead([])).toBe(true);
    expect(isDead([["answer", 12_550]])).toBe(false);
    expect(isDead([["answer", 12_551]])).toBe(true);
    expect(isDead([["answer", 9_999]])).toBe(true);
  });
  test("is none when the press was answered before the click, as menus do", () => {
    expect(isDead([["answer", 10_001]])).toBe(false);
  });
  test.each(["scroll", "selection"] as const)("is none with a %s within 100 ms; a later one belongs to something else", (sign) => {
    expect(isDead([[sign, 10_150]])).toBe(false);
    expect(isDead([[sign, 10_151]])).toBe(true);
  });
  test("is none when the page came or went within a second, before or after", () => {
    expect(isDead([["visibility", 11_050]])).toBe(false);
    expect(isDead([["visibility", 9_050]])).toBe(false);
    expect(isDead([["visibility", 9_049]])).toBe(true);
    expect(isDead([["visibility", 11_051]])).toBe(true);
  });
  test("is told once for clicks on one element that wait together, and not at all when the page goes", () => {
    const found: string[] = [];
    const clicks = createDeadClicks<string>((place) => found.push(place));
    clicks.click(0, 0, "button", "first");
    clicks.click(300, 300, "button", "again");
    clicks.check(10_000);
    expect(found).toEqual(["first"]);
    clicks.click(20_000, 20_000, "button", "third");
    clicks.forget();
    clicks.check(30_000);
    expect(found).toEqual(["first"]);
  });
});

test("an error click is one with a failure within a second, and is blamed for the first alone", () => {
  const found: string[] = [];
  const blame = createBlame<string>((place, message) => found.push(`${place}: ${message}`));
  blame.failure(5, "before any click");
  blame.click(1000, "Save");
  blame.failure(2000, "500");
  blame.failure(2000, "another");
  blame.click(5000, "Load");
  blame.failure(6001, "too late");
  expect(found).toEqual(["Save: 500"]);
});

describe("the trail of pages", () => {
  const walk = (steps: [at: number, what: string][], stays: Stay[] = []) => {
    const found: string[] = [];
    const trail = createPageTrail(stays, {
      turnedBack: (from, to, seconds) => found.push(`back to ${from} from ${to} after ${seconds}`),
      looped: (address, visits, seconds) => found.push(`${address} ${visits} times in ${seconds}`),
    });
    for (const [at, what] of steps) {
      if (what === "act") trail.act(at);
      else if (what === "leave") trail.leave(at);
      else trail.enter(what, at);
    }
    return { found, stays: trail.stays() };
  };

  test("has a U-turn where somebody comes back within 15 s without having done anything", () => {
    expect(walk([[0, "/a"], [60_000, "/b"], [75_000, "/a"]]).found).toEqual(["back to /a from /b after 15"]); // prettier-ignore
    expect(walk([[0, "/a"], [60_000, "/b"], [75_001, "/a"]]).found).toEqual([]); // prettier-ignore
    expect(walk([[0, "/a"], [60_000, "/b"], [61_000, "act"], [65_000, "/a"]]).found).toEqual([]); // prettier-ignore
    expect(walk([[0, "/a"], [60_000, "/b"], [65_000, "/c"]]).found).toEqual([]); // prettier-ignore
  });
  test("does not take the click that leads back for something done, also where the page takes long to load", () => {
    const clicked: [number, string][] = [[0, "/a"], [60_000, "/b"], [62_000, "act"]]; // prettier-ignore
    expect(walk([...clicked, [62_500, "/a"]]).found).toHaveLength(1);
    expect(walk([...clicked, [62_100, "leave"], [66_000, "/a"]]).found).toHaveLength(1);
    expect(walk([...clicked, [66_000, "/a"]]).found).toEqual([]);
  });
  test("has a loop at the third visit in 15 s, told once", () => {
    const acts = (pages: string[], everyMs: number) => pages.flatMap((page, n): [number, string][] => [[n * everyMs, page], [n * everyMs + 1, "act"], [n * everyMs + 2, "act"]]); // prettier-ignore
    expect(walk(acts(["/a", "/a", "/a", "/a", "/a"], 1500)).found).toEqual(["/a 3 times in 3"]);
    expect(walk(acts(["/a", "/b", "/a", "/b", "/a"], 3750)).found).toEqual(["/a 3 times in 15"]);
    expect(walk(acts(["/a", "/b", "/a", "/b", "/a"], 3751)).found).toEqual([]);
  });
  test("goes on over page loads from what was stored, and stays short", () => {
    const { stays } = walk([[0, "/a"], [5000, "/b"], [6000, "leave"]]); // prettier-ignore
    expect(walk([[7000, "/a"]], stays).found).toEqual(["back to /a from /b after 2"]);
    expect(walk(Array.from({ length: 50 }, (_, n) => [n * 60_000, `/${n}`])).stays.length).toBeLessThanOrEqual(12);
  });
});

test("a form is abandoned where it took input after it was last sent", () => {
  const forms = createOpenForms<string, string>();
  forms.error("untouched");
  forms.input("sent", "name");
  forms.sent("sent");
  forms.input("again", "name");
  forms.sent("again");
  forms.error("again");
  forms.input("again", "email");
  forms.input("again", "name");
  forms.error("again");
  forms.input("again", "name");
  expect(forms.leave()).toEqual([["again", { last: "name", fields: new Set(["email", "name"]), errors: 1 }]]);
  expect(forms.leave()).toEqual([]);
});

describe("the vitals of a page", () => {
  test("take the last paint, the worst window of shifts, and the slowest interaction", () => {
    const vitals = createPageVitals();
    vitals.paint(800);
    vitals.paint(1234.4);
    vitals.shift(100, 0.05);
    vitals.shift(900, 0.05);
    vitals.shift(2000, 0.08); // a second without any: another window
    vitals.interaction(1, 80);
    vitals.interaction(1, 120);
    vitals.interaction(2, 48);
    expect(vitals.result()).toEqual({ lcpMs: 1234, inpMs: 120, cls: 0.1 });
  });
  test("end a window of shifts after five seconds", () => {
    const vitals = createPageVitals();
    for (let at = 1000; at <= 8200; at += 900) vitals.shift(at, 0.01);
    expect(vitals.result().cls).toBe(0.06);
  });
  test("leave the slowest of fifty interactions out of account", () => {
    const vitals = createPageVitals();
    for (let id = 1; id <= 50; id++) vitals.interaction(id, id === 7 ? 900 : 50 + id);
    expect(vitals.result().inpMs).toBe(100);
    expect(vitals.result(49).inpMs).toBe(100);
    const few = createPageVitals();
    few.interaction(1, 900);
    few.interaction(2, 60);
    expect([few.result(49).inpMs, few.result(60).inpMs]).toEqual([900, 60]);
  });
  test("say nothing of what was not measured", () => {
    expect(createPageVitals().result()).toEqual({});
  });
  test("are slow over 4 s of LCP or 500 ms of INP, and name only that", () => {
    expect(slowness({ lcpMs: 4000, inpMs: 500, cls: 1 })).toBeUndefined();
    expect(slowness({ lcpMs: 4001, inpMs: 20 })).toEqual({ lcpMs: 4001 });
    expect(slowness({ lcpMs: 900, inpMs: 501 })).toEqual({ inpMs: 501 });
  });
});
