import type { Account, Person } from "./account-and-person.ts";
import { PLANS } from "./accounts.ts";
import { reportAccount } from "./account-report.ts";
import { accountActivity } from "./activity.ts";
import { DAY, HOUR, SECOND } from "./calendar.ts";
import type { Calendar } from "./calendar.ts";
import { checkOut } from "./checkout.ts";
import { record } from "./record.ts";
import { applyPurchase, payerOf } from "./subscriptions.ts";
import type { Visit } from "./visit.ts";
import type { World } from "./world.ts";

const WEEK = 7 * DAY;

/** The next plan allows ten times as much. */
const USAGE_AFTER_UPGRADE = 0.16;

/** Share of the plan's deliveries in use at a moment: what somebody outgrows, or leaves behind. */
function usageAt(account: Account, base: number, at: number, calendar: Calendar): number {
  const story = account.storyline;
  if (story?.kind !== "outgrows") return base * accountActivity(account, at, calendar);
  const reached = calendar.daysBeforeEnd(story.fromDay);
  const before = Math.min(1, Math.max(0, (at - reached + 24 * DAY) / (24 * DAY)));
  const after = Math.max(0, (at - reached) / DAY);
  return base + (1.01 - base) * before + after * 0.0045;
}

/** Once a week every account reports its use, as a `group` from our servers. Sets `account.usage`. */
export function planUsageReports(world: World): void {
  const { calendar } = world;
  for (const account of world.accounts) {
    const base = account.usage;
    const firstTier = account.tier;
    const random = world.random.fork(`usage ${account.index}`);
    const offset = random.between(0, 6) * HOUR + (account.index % 5) * 24 * HOUR;
    for (let at = calendar.startAt + HOUR + offset; at < calendar.endAt; at += WEEK) {
      if (at < account.createdAt + 2 * HOUR) continue;
      world.schedule(at, () => {
        if (account.cancelled) return;
        const outgrown = account.storyline?.kind === "outgrows" && account.tier !== firstTier;
        const usage = outgrown ? USAGE_AFTER_UPGRADE : usageAt(account, base, at, calendar);
        account.usage = Math.max(0.01, usage * random.between(0.97, 1.03));
        reportAccount(world, account, at);
        if (account.usage >= 1) holdBackDeliveries(world, account, at + 20 * SECOND);
      });
    }
  }
}

/** Past the limit our servers hold scheduled reports back, and say so to the account's first person. */
function holdBackDeliveries(world: World, account: Account, at: number): void {
  const person = account.people[0] as Person;
  record(world, person, at, { channel: "server", actor: "system" }, "Plan Limit Reached", limitOf(account));
}

function limitOf(account: Account): { limit: string; plan: string; planLimit: number; used: number } {
  const planLimit = PLANS[account.tier].deliveries;
  return { limit: "deliveries", plan: account.tier, planLimit, used: Math.round(account.usage * planLimit) };
}

/** Somebody at work meets the limit of the plan, or the warning before it. */
export function meetPlanLimit(visit: Visit, person: Person): void {
  const { account } = person;
  const { random } = visit;
  if (account.usage < 0.82 || person.role === "economic buyer") return;
  const limit = limitOf(account);
  if (account.usage < 1) {
    if (random.chance(0.12)) visit.track("Plan Limit Near", { ...limit, percent: Math.round(account.usage * 100) }, "in_app");
    return;
  }
  if (!random.chance(0.42)) return;
  visit.track("Plan Limit Reached", limit);
  if (random.chance(0.25)) {
    visit.track("Upgrade Clicked", { plan: account.tier === "starter" ? "growth" : "enterprise", purpose: "upgrade", path: visit.path() });
    visit.page("website", "Pricing", "/pricing");
  }
}

/** Accounts whose story is to upgrade do so on their day. */
export function planUpgrades(world: World): void {
  for (const account of world.accounts) {
    const story = account.storyline;
    if (story?.kind !== "outgrows" || story.upgradeDay === undefined) continue;
    const person = payerOf(account);
    const at = world.calendar.inOfficeHours(world.calendar.daysBeforeEnd(story.upgradeDay), person.timezone, person.random);
    const plan = account.tier === "starter" ? "growth" : "enterprise";
    const purchase = { purpose: "upgrade", plan, seats: account.seats, certain: true } as const;
    world.schedule(at, () => {
      const paidAt = checkOut(world, person, at, purchase);
      if (paidAt === undefined) return;
      account.usage = USAGE_AFTER_UPGRADE;
      applyPurchase(world, person, paidAt, purchase);
    });
  }
}
