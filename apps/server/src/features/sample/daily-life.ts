import type { Account, Person } from "./account-and-person.ts";
import { meetPlanLimit } from "./account-usage.ts";
import { personActivity } from "./activity.ts";
import { HOUR, weekdayWeight, workingHour } from "./calendar.ts";
import type { Device } from "./devices.ts";
import { useNewFeatures } from "./feature-adoption.ts";
import { everydayFriction } from "./friction.ts";
import { anyHelpTopic, visitHelpCentre } from "./help-centre.ts";
import { useMobileApp } from "./mobile.ts";
import { nextTask } from "./report-work.ts";
import { maybeAskForHelp } from "./support.ts";
import { maybeAskNps } from "./surveys.ts";
import { sendSignInCode } from "./text-messages.ts";
import { accountTraits, personTraits } from "./traits.ts";
import { maybeBuy } from "./trials.ts";
import { startVisit, visitorOf } from "./visit.ts";
import type { Visit } from "./visit.ts";
import type { World } from "./world.ts";

/** How many visits the whole company makes, against the habits written into people: tunes the size of the sample. */
const PACE = 1.05;

/** An ordinary local date: who comes by, when, how often, and what they do. */
export function liveThrough(world: World, date: number): void {
  const { calendar } = world;
  const weight = weekdayWeight(calendar.weekdayOf(date)) * PACE;
  for (const person of world.people) {
    const morning = calendar.localMoment(date, 0, person.timezone);
    // The day of joining belongs to the onboarding.
    if (person.isNew && person.joinedAt > morning) continue;
    const visits = person.random.poisson(person.visitsPerDay * weight * personActivity(person, morning, calendar));
    for (let i = 0; i < visits; i++) {
      visitProduct(world, person, calendar.localMoment(date, workingHour(person.random), person.timezone));
    }
  }
}

function visitProduct(world: World, person: Person, at: number): void {
  const { random } = person;
  if (person.usesMobileApp && random.chance(0.32)) {
    const visit = useMobileApp(world, person, at);
    maybeAskNps(world, person, visit.now());
    return;
  }
  const device = person.phoneDevice && random.chance(0.07) ? person.phoneDevice : person.laptop;
  const account = workplaceOf(person);
  const visit = signIn(world, person, device, account, at);
  const tasks = 1 + random.poisson(1.25);
  for (let i = 0; i < tasks; i++) {
    nextTask(person.role, visit)(visit, person, account);
    everydayFriction(visit);
  }
  useNewFeatures(world, person, visit);
  if (account === person.account) meetPlanLimit(visit, person);
  if (random.chance(0.025)) visitHelpCentre(visit, anyHelpTopic(visit));
  maybeAskForHelp(world, person, visit.now(), visit.path());
  maybeAskNps(world, person, visit.now());
  maybeBuy(world, person, visit);
}

/** Agencies spend most of their time in the accounts of their clients. */
function workplaceOf(person: Person): Account {
  const clients = person.clients.filter((client) => !client.cancelled);
  return clients.length > 0 && person.random.chance(0.7) ? person.random.pick(clients) : person.account;
}

/** On a device that we do not know yet the visit begins anonymous. */
function signIn(world: World, person: Person, device: Device, account: Account, at: number): Visit {
  const visitor = visitorOf(person, device, account.id);
  const known = person.knownDevices.has(device.anonymousId);
  const visit = startVisit(world, known ? visitor : { ...visitor, userId: undefined, groupId: undefined }, at, person.random);
  if (!known) {
    person.knownDevices.add(device.anonymousId);
    visit.page("app", "Sign In", "/sign-in");
    sendSignInCode(world, person, visit.now());
    visit.wait(15, 60);
    visit.signIn(person.id, personTraits(person), account.id);
  }
  if (!known || visit.random.chance(0.12)) visit.track("Signed In", { method: known ? "password" : "code" });
  if (account !== person.account && visit.random.chance(0.25)) visit.group(account.id, accountTraits(account));
  return visit;
}

/** People and accounts from before the 90 days are told to the timeline by the customer database, over the first five nights. */
export function introduceKnownPeople(world: World): void {
  for (const person of world.people) {
    if (person.isNew) continue;
    const at = world.calendar.startAt + 1_000 + (person.index % 5) * 24 * HOUR + (person.index % 700) * 9_000;
    const context = { channel: "server", actor: "system", groupId: person.account.id } as const;
    world.schedule(at, () => {
      world.emit(at, { type: "identify", userId: person.id, traits: personTraits(person), context });
      for (const account of [person.account, ...person.clients]) {
        world.emit(at + 1_000, { type: "group", userId: person.id, groupId: account.id, traits: accountTraits(account), context });
      }
    });
  }
}
