import type { Person } from "./account-and-person.ts";
import { HOUR, MINUTE } from "./calendar.ts";
import { errorClick, rageClick } from "./friction.ts";
import { visitHelpCentre } from "./help-centre.ts";
import { BROKEN_VERIFICATION_RELEASE, releaseAt, releasedAt } from "./releases.ts";
import type { SampleProperties } from "./sample-event.ts";
import { askForHelp } from "./support.ts";
import { startVisit, visitorOf } from "./visit.ts";
import type { Visit } from "./visit.ts";
import type { World } from "./world.ts";

/** What was planted into this step; the chances of help and anger are for each person who meets a failure. */
export const VERIFICATION_TRUTH = {
  success: 0.68,
  successWhenBroken: 0.36,
  rageAfterFailure: 0.07,
  rageAfterFailureWhenBroken: 0.3,
  chatAfterFailures: 0.13,
  chatAfterFailuresWhenBroken: 0.38,
} as const;

const PATH = "/onboarding/domain";

/**
 * The step of the onboarding where people prove that a sending domain is theirs.
 * @returns the moment of success, or undefined for those who gave up.
 */
export function verifyDomain(world: World, person: Person, startAt: number): number | undefined {
  const { calendar } = world;
  const { random, account } = person;
  const broken = account.dnsHost === "own" && startAt >= releasedAt(BROKEN_VERIFICATION_RELEASE, calendar);
  const succeeds = random.chance(broken ? VERIFICATION_TRUTH.successWhenBroken : VERIFICATION_TRUTH.success);
  const failures = countFailures(person, broken, succeeds);
  const domain = `${random.pick(["reports", "mail", "news", "data"])}.${account.domain}`;
  const facts = (at: number): { domain: string; dnsHost: string; release: string } => ({
    domain,
    dnsHost: account.dnsHost,
    release: releaseAt(at, calendar),
  });

  let visit = openStep(world, person, startAt);
  visit.track("Domain Verification Started", facts(visit.now()));
  visit.wait(120, 900);
  for (let attempt = 1; attempt <= failures; attempt++) {
    failOnce(visit, broken, { ...facts(visit.now()), attempt, error: errorOf(person, broken) });
    if (attempt === failures && !succeeds) break;
    visit = tryLater(world, person, visit);
  }
  if (failures > 0 && random.chance(broken ? VERIFICATION_TRUTH.chatAfterFailuresWhenBroken : VERIFICATION_TRUTH.chatAfterFailures)) {
    askForHelp(
      world,
      person,
      visit.now() + random.between(1, 20) * MINUTE,
      "domain verification",
      PATH,
      random.chance(0.85) ? "chat" : undefined,
    );
  }
  if (!succeeds) {
    person.stalledAt = visit.now();
    return undefined;
  }
  visit.track("Domain Verification Completed", {
    ...facts(visit.now()),
    attempts: failures + 1,
    minutes: Math.round((visit.now() - startAt) / MINUTE),
  });
  return visit.now();
}

function countFailures(person: Person, broken: boolean, succeeds: boolean): number {
  const { random } = person;
  if (!succeeds) return broken ? random.int(2, 6) : random.int(1, 3);
  return Math.min(5, random.poisson(broken ? 1.6 : 0.5));
}

function errorOf(person: Person, broken: boolean): string {
  return person.random.weighted([
    ["DNS record not found", broken ? 88 : 40],
    ["Record value does not match", broken ? 7 : 38],
    ["Lookup timed out", broken ? 5 : 22],
  ]);
}

function openStep(world: World, person: Person, at: number): Visit {
  const visit = startVisit(world, visitorOf(person, person.laptop), at, person.random);
  visit.page("app", "Verify Domain", PATH);
  return visit;
}

function failOnce(visit: Visit, broken: boolean, failure: SampleProperties & { readonly error: string }): void {
  const { random } = visit;
  const rage = broken ? VERIFICATION_TRUTH.rageAfterFailureWhenBroken : VERIFICATION_TRUTH.rageAfterFailure;
  visit.track("Element Clicked", { label: "Check again", element: "button", path: PATH });
  visit.track("Domain Verification Failed", failure);
  if (broken && random.chance(0.25)) errorClick(visit, "Check again", failure.error);
  if (random.chance(rage)) rageClick(visit, "Check again");
  visit.wait(30, 300);
  if (random.chance(0.2)) visitHelpCentre(visit, "domain verification");
}

/** The next try: a few minutes later in the same visit, or after asking a colleague or waiting for the record to spread. */
function tryLater(world: World, person: Person, visit: Visit): Visit {
  const { random } = person;
  if (random.chance(0.6)) {
    visit.wait(60, 1_200);
    visit.page("app", "Verify Domain", PATH);
    return visit;
  }
  const at = visit.now() + 20 * MINUTE + Math.min(20 * HOUR, random.exponential(6) * HOUR);
  return openStep(world, person, world.calendar.inOfficeHours(at, person.timezone, random));
}
