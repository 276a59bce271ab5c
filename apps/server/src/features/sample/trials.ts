import type { Account, Person } from "./account-and-person.ts";
import { DAY, HOUR } from "./calendar.ts";
import { checkOut } from "./checkout.ts";
import type { Purchase } from "./checkout.ts";
import { record } from "./record.ts";
import { applyPurchase } from "./subscriptions.ts";
import type { Visit } from "./visit.ts";
import type { World } from "./world.ts";

const TRIAL_DAYS = 14;

/** New accounts decide in the second week of their trial; those who got value mostly buy. */
export function planTrials(world: World): void {
  for (const account of world.accounts) {
    if (!account.isNew) continue;
    const founder = account.people[0] as Person;
    const { random } = founder;
    const endsAt = account.createdAt + TRIAL_DAYS * DAY;
    const reminder = {
      mailId: `tri_${account.index}`,
      template: "trial-ending",
      kind: "lifecycle",
      subject: "Three days left of your trial",
    };
    world.schedule(endsAt - 3 * DAY, () => {
      record(world, founder, endsAt - 3 * DAY, { channel: "email", actor: "system" }, "Email Sent", reminder);
    });
    const decidesAt = world.calendar.inOfficeHours(account.createdAt + random.between(7, 14) * DAY, founder.timezone, random);
    world.schedule(decidesAt, () => {
      const valued = account.people.some((person) => person.activatedAt !== undefined && person.activatedAt < decidesAt);
      if (random.chance(valued ? 0.72 : 0.2)) buyFirstPlan(world, account, founder, decidesAt);
    });
    world.schedule(endsAt, () => {
      if (account.tier !== "trial") return;
      account.tier = "free";
      record(world, founder, endsAt, { channel: "billing", actor: "system" }, "Trial Ended", { plan: "free", converted: false });
    });
  }
}

/** Tries up to three times: whoever meets an error at the payment may come back another day. */
function buyFirstPlan(world: World, account: Account, person: Person, firstAt: number): void {
  const { random } = person;
  const seats = Math.max(2, account.people.length);
  const purchase = { purpose: "first plan", plan: account.people.length > 6 ? "growth" : "starter", seats } as const;
  const attempt = (at: number, round: number): void => {
    if (account.tier === "starter" || account.tier === "growth") return;
    const paidAt = checkOut(world, person, at, purchase);
    if (paidAt !== undefined) applyPurchase(world, person, paidAt, purchase);
    else if (round < 3 && random.chance(0.35)) {
      const next = world.calendar.inOfficeHours(at + random.between(5, 70) * HOUR, person.timezone, random);
      world.schedule(next, () => attempt(next, round + 1));
    }
  };
  attempt(firstAt, 1);
}

/** People who look after the bill buy seats or a first plan now and then, at the end of a visit. */
export function maybeBuy(world: World, person: Person, visit: Visit): void {
  const { account, random } = person;
  const buys = person.role === "economic buyer" ? 0.2 : person.role === "admin" ? 0.07 : 0.008;
  if (account.cancelled || account.tier === "trial" || account.storyline || !random.chance(buys)) return;
  const purchase: Purchase =
    account.tier === "free"
      ? { purpose: "first plan", plan: "starter", seats: Math.max(2, account.people.length) }
      : { purpose: "more seats", plan: account.tier, seats: random.int(1, 4) };
  visit.wait(5, 60);
  const paidAt = checkOut(world, person, visit.now(), purchase);
  if (paidAt !== undefined) applyPurchase(world, person, paidAt, purchase);
}
