import type { Account } from "./account-and-person.ts";
import { reportAccount } from "./account-report.ts";
import { DAY, HOUR, MINUTE } from "./calendar.ts";
import { managerCall } from "./calls.ts";
import { record } from "./record.ts";
import { cancelSubscription, payerOf } from "./subscriptions.ts";
import type { World } from "./world.ts";

const WITH_RENEWAL: ReadonlySet<string> = new Set(["starter", "growth", "enterprise"]);

/** The way to a renewal: notice 60 days before, a talk, a quote, a signature or an end. */
export function planRenewals(world: World): void {
  const { calendar } = world;
  for (const account of world.accounts) {
    if (account.isNew || !WITH_RENEWAL.has(account.tier)) continue;
    if (account.renewalAt > calendar.endAt + 60 * DAY) continue;
    const step = (daysBefore: number, act: (at: number) => void): void => {
      const at = account.renewalAt - daysBefore * DAY;
      if (at >= calendar.startAt && at < calendar.endAt) world.schedule(at, () => (account.cancelled ? undefined : act(at)));
    };
    const payer = payerOf(account);
    const mail = {
      mailId: `ren_${account.index}`,
      template: "renewal-notice",
      kind: "transactional",
      subject: "Your plan renews in 60 days",
    };
    step(60, (at) => record(world, payer, at, { channel: "email", actor: "system" }, "Email Sent", mail));
    if (account.tier !== "starter") step(46, (at) => managerCall(world, account.people[0] ?? payer, at, "renewal"));
    step(30, (at) => sendQuote(world, account, at));
    step(0, (at) => settleRenewal(world, account, at));
  }
}

function sendQuote(world: World, account: Account, at: number): void {
  const payer = payerOf(account);
  const quote = { quoteId: `quo_${account.index}`, amount: account.mrr * 12, currency: account.country.currency };
  const sentAt = world.calendar.inOfficeHours(at, payer.timezone, payer.random);
  record(world, payer, sentAt, { channel: "email", actor: "agent" }, "Renewal Quote Sent", quote);
  if (account.storyline?.kind === "champion silent" || !payer.random.chance(0.82)) return;
  const viewedAt = world.calendar.inOfficeHours(sentAt + payer.random.exponential(30) * HOUR, payer.timezone, payer.random);
  record(world, payer, viewedAt, { channel: "web", actor: "customer" }, "Renewal Quote Viewed", quote);
  if (account.health < 0.45 || !payer.random.chance(0.8)) return;
  const acceptedAt = world.calendar.inOfficeHours(viewedAt + payer.random.exponential(110) * HOUR, payer.timezone, payer.random);
  record(world, payer, acceptedAt + 9 * MINUTE, { channel: "web", actor: "customer" }, "Renewal Quote Accepted", quote);
}

function settleRenewal(world: World, account: Account, at: number): void {
  const payer = payerOf(account);
  if (payer.random.chance(account.health < 0.45 ? 0.3 : 0.04)) {
    cancelSubscription(world, payer, at, "did not renew");
    return;
  }
  const facts = { plan: account.tier, mrr: account.mrr, seats: account.seats, months: 12 };
  record(world, payer, at, { channel: "billing", actor: "system" }, "Subscription Renewed", facts);
  account.renewalAt += 365 * DAY;
  reportAccount(world, account, at + 5_000);
}
