import type { Account, Person } from "./account-and-person.ts";
import { reportAccount } from "./account-report.ts";
import { PLANS } from "./accounts.ts";
import { DAY, HOUR } from "./calendar.ts";
import type { Purchase } from "./checkout.ts";
import { record } from "./record.ts";
import { startVisit, visitorOf } from "./visit.ts";
import type { World } from "./world.ts";

const BILLING = { channel: "billing", actor: "system" } as const;

/** Who pays for the account: the economic buyer where there is one. */
export function payerOf(account: Account): Person {
  const buyer = account.people.find((person) => person.role === "economic buyer" && !person.isNew);
  return buyer ?? (account.people[0] as Person);
}

/** A payment changes the account: plan, seats, revenue. */
export function applyPurchase(world: World, person: Person, at: number, { purpose, plan, seats }: Purchase): void {
  const { account } = person;
  const fromPlan = account.tier;
  account.tier = plan;
  account.seats = purpose === "more seats" ? account.seats + seats : seats;
  account.mrr = PLANS[plan].perSeat * account.seats;
  const facts = { plan, seats: account.seats, mrr: account.mrr };
  if (purpose === "first plan") record(world, person, at, BILLING, "Subscription Started", facts);
  else if (purpose === "upgrade") record(world, person, at, BILLING, "Subscription Upgraded", { ...facts, fromPlan });
  else record(world, person, at, BILLING, "Seats Added", { ...facts, added: seats });
  record(world, person, at + 2_000, BILLING, "Invoice Paid", invoiceOf(account, at));
  reportAccount(world, account, at + 5_000);
}

function invoiceOf(account: Account, at: number): { invoiceId: string; amount: number; currency: string; plan: string } {
  return {
    invoiceId: `inv_${account.index}_${Math.floor(at / HOUR)}`,
    amount: account.mrr,
    currency: account.country.currency,
    plan: account.tier,
  };
}

/** An invoice every 30 days for those who pay; one in 25 fails at first, and most of these are paid three days later. */
export function planInvoices(world: World): void {
  const { calendar } = world;
  for (const account of world.accounts) {
    const random = world.random.fork(`invoices ${account.index}`);
    for (let at = calendar.startAt + random.between(0, 30) * DAY; at < calendar.endAt; at += 30 * DAY) {
      world.schedule(at, () => {
        if (account.cancelled || account.mrr === 0 || at < account.createdAt) return;
        const payer = payerOf(account);
        const invoice = invoiceOf(account, at);
        if (random.chance(0.96)) {
          record(world, payer, at, BILLING, "Invoice Paid", invoice);
          return;
        }
        record(world, payer, at, BILLING, "Invoice Payment Failed", {
          ...invoice,
          error: random.pick(["card expired", "insufficient funds", "card declined"]),
        });
        if (random.chance(0.85)) record(world, payer, at + 3 * DAY, BILLING, "Invoice Paid", invoice);
      });
    }
  }
}

/** Leaves: the way to the button, why, and the end. */
export function cancelSubscription(world: World, person: Person, at: number, reason: string): void {
  const { account } = person;
  const visit = startVisit(world, visitorOf(person, person.laptop), at, person.random);
  visit.page("app", "Billing", "/settings/billing");
  visit.page("app", "Cancel Plan", "/settings/billing/cancel");
  visit.wait(20, 200);
  visit.track("Survey Answered", { surveyId: "exit", kind: "exit", trigger: "cancellation", comment: reason }, "in_app");
  record(world, person, visit.now(), BILLING, "Subscription Cancelled", { plan: account.tier, mrr: account.mrr, reason });
  account.cancelled = true;
  account.mrr = 0;
  reportAccount(world, account, visit.now() + 5_000);
}

const LEAVING = ["not used enough", "moved to another tool", "too expensive", "the colleague who used it has left"] as const;

/** Cancellations that belong to a story, with or without a decline before. */
export function planCancellations(world: World): void {
  const { calendar } = world;
  for (const account of world.accounts) {
    const story = account.storyline;
    if (story?.kind !== "fades" && story?.kind !== "cancels abruptly") continue;
    if (story.cancelDay === undefined) continue;
    const person = account.people[0] as Person;
    const at = calendar.inOfficeHours(calendar.daysBeforeEnd(story.cancelDay), person.timezone, person.random);
    const reason = story.kind === "fades" ? person.random.pick(LEAVING) : "acquired by another company";
    world.schedule(at, () => cancelSubscription(world, person, at, reason));
  }
}
