import type { Person } from "./account-and-person.ts";
import { DAY, HOUR, MINUTE } from "./calendar.ts";
import { verifyDomain } from "./domain-verification.ts";
import { connectSource, createReport, scheduleReport, shareReport, viewReport } from "./report-work.ts";
import type { WorkTask } from "./report-work.ts";
import { planInvitation, planSignUp } from "./sign-up.ts";
import { askSurvey } from "./surveys.ts";
import { startVisit, visitorOf } from "./visit.ts";
import { DATA_SOURCES } from "./vocabulary/product.ts";
import type { World } from "./world.ts";

/** Plans how everybody who joins during the 90 days arrives and takes the first steps. */
export function planOnboarding(world: World): void {
  for (const person of world.people) {
    if (!person.isNew) continue;
    const plan = person.isFounder ? planSignUp : planInvitation;
    plan(world, person, (from) => (setsUp(person) ? takeFirstSteps(world, person, from) : lookAround(world, person, from)));
  }
}

/** People who build reports go through the set-up; the others only read. */
function setsUp(person: Person): boolean {
  return person.role === "power user" || person.role === "admin" || person.random.chance(0.4);
}

function takeFirstSteps(world: World, person: Person, from: number): void {
  const { random } = person;
  if (!random.chance(0.9)) return;
  let at = nextStep(world, person, from, 0.55, 14);
  doTask(world, person, at, (visit) => connectSource(visit, random.pick(DATA_SOURCES)));

  if (random.chance(0.93)) {
    at = nextStep(world, person, at + 6 * MINUTE, 0.6, 9);
    const verifiedAt = verifyDomain(world, person, at);
    askEffort(world, person, verifiedAt ?? (person.stalledAt ?? at) + 5 * MINUTE);
    if (verifiedAt === undefined && !random.chance(0.3)) return;
    at = verifiedAt ?? at + 4 * HOUR;
  }
  if (!random.chance(0.86)) return;
  at = nextStep(world, person, at + 5 * MINUTE, 0.45, 16);
  doTask(world, person, at, createReport);
  if (!random.chance(0.78)) return;
  at = nextStep(world, person, at + 20 * MINUTE, 0.4, 22);
  doTask(world, person, at, shareReport);
  person.activatedAt = at;
  if (person.stalledAt !== undefined || !random.chance(0.45)) return;
  doTask(world, person, nextStep(world, person, at + HOUR, 0.2, 40), scheduleReport);
}

function lookAround(world: World, person: Person, from: number): void {
  doTask(world, person, from, viewReport);
  if (person.random.chance(0.82)) person.activatedAt = from + DAY / 2;
}

/** Right away with the given chance, else after some hours, in office hours. */
function nextStep(world: World, person: Person, from: number, rightAway: number, meanHours: number): number {
  const { random } = person;
  if (random.chance(rightAway)) return from + random.between(1, 12) * MINUTE;
  return world.calendar.inOfficeHours(from + HOUR + random.exponential(meanHours) * HOUR, person.timezone, random);
}

function doTask(world: World, person: Person, at: number, task: WorkTask): void {
  task(startVisit(world, visitorOf(person, person.laptop), at, person.random), person, person.account);
}

function askEffort(world: World, person: Person, at: number): void {
  if (!person.random.chance(0.7)) return;
  const mood = person.stalledAt === undefined ? 0.78 : 0.2;
  askSurvey(world, person, at + 2 * MINUTE, { kind: "ces", channel: "in_app", trigger: "domain step left", mood });
}
