import type { Person } from "./account-and-person.ts";
import { PLANS } from "./accounts.ts";
import { MINUTE } from "./calendar.ts";
import { abandonForm, errorClick, uTurn } from "./friction.ts";
import { BROKEN_PAYMENT_RELEASE, releasedAt } from "./releases.ts";
import { askForHelp } from "./support.ts";
import { startVisit, visitorOf } from "./visit.ts";
import type { Visit } from "./visit.ts";
import type { World } from "./world.ts";

/** What was planted: of those who start to pay, how many do; with the broken form, how many meet its error. */
export const PAYMENT_TRUTH = { completes: 0.74, meetsError: 0.72, completesAfterError: 0.3 } as const;

type Purpose = "first plan" | "upgrade" | "more seats";

export interface Purchase {
  readonly purpose: Purpose;
  readonly plan: "starter" | "growth" | "enterprise";
  readonly seats: number;
  /** Decided by a story: the payment goes through whatever happens on the way. */
  readonly certain?: boolean;
}

/** From the prices to the payment. @returns the moment of payment, or undefined when it came to nothing. */
export function checkOut(world: World, person: Person, startAt: number, purchase: Purchase): number | undefined {
  const { random, account } = person;
  const visit = startVisit(world, visitorOf(person, person.laptop), startAt, random);
  const { plan, purpose, seats } = purchase;
  visit.page("app", "Billing", "/settings/billing");
  if (purpose !== "more seats") {
    visit.page("website", "Pricing", "/pricing");
    visit.wait(20, 180);
  }
  visit.track("Upgrade Clicked", { plan, purpose, path: visit.path() });
  visit.page("app", "Checkout", "/checkout");
  const amount = PLANS[plan].perSeat * seats;
  const order = { plan, purpose, seats, amount, currency: account.country.currency };
  visit.track("Checkout Started", order);
  visit.wait(40, 240);

  const refused = refusesTaxNumber(world, person, visit.now()) && random.chance(PAYMENT_TRUTH.meetsError);
  if (refused) struggleWithForm(visit);
  const pays = purchase.certain === true || random.chance(refused ? PAYMENT_TRUTH.completesAfterError : PAYMENT_TRUTH.completes);
  if (!pays) {
    giveUp(world, person, visit, refused);
    return undefined;
  }
  visit.track("Checkout Completed", order);
  return visit.now();
}

function refusesTaxNumber(world: World, person: Person, at: number): boolean {
  return person.country.europeanUnion && at >= releasedAt(BROKEN_PAYMENT_RELEASE, world.calendar);
}

function struggleWithForm(visit: Visit): void {
  const error = "VAT number is not valid";
  const attempts = visit.random.int(1, 3);
  for (let attempt = 1; attempt <= attempts; attempt++) {
    visit.track("Payment Form Failed", { field: "vatNumber", error, attempt });
    if (visit.random.chance(0.4)) errorClick(visit, "Pay now", error);
    visit.wait(15, 120);
  }
}

function giveUp(world: World, person: Person, visit: Visit, refused: boolean): void {
  const { random } = visit;
  abandonForm(visit, "payment", refused ? "vatNumber" : random.pick(["cardNumber", "company", "vatNumber", "purchaseOrder"]));
  if (random.chance(refused ? 0.7 : 0.25)) {
    visit.page("website", "Pricing", "/pricing");
    uTurn(visit, "/checkout", "/pricing");
  }
  if (random.chance(refused ? 0.3 : 0.05)) askForHelp(world, person, visit.now() + random.between(1, 30) * MINUTE, "billing", "/checkout");
}
