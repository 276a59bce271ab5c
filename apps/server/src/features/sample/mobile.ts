import type { Person } from "./account-and-person.ts";
import { MINUTE } from "./calendar.ts";
import { someReport } from "./report-work.ts";
import { personTraits } from "./traits.ts";
import { startVisit, visitorOf } from "./visit.ts";
import type { Visit } from "./visit.ts";
import type { World } from "./world.ts";

/** Versions of the mobile app before 3.0 called people by an id of their own. */
function legacyId(person: Person): string | undefined {
  return person.usesMobileApp && !person.isNew && person.index % 17 === 3 ? `legacy-${person.index}` : undefined;
}

/** When this person's app updates itself to 3.0, between 70 and 40 days before the end. */
function updatesAt(world: World, person: Person): number {
  return world.calendar.daysBeforeEnd(70 - (person.index % 31));
}

/** The update tells us that the old id and the new one are the same person. */
export function planAppUpdates(world: World): void {
  for (const person of world.people) {
    const previousId = legacyId(person);
    if (previousId === undefined) continue;
    const at = updatesAt(world, person);
    world.schedule(at, () =>
      world.emit(at, {
        type: "alias",
        userId: person.id,
        previousId,
        context: { channel: "mobile", actor: "system", app: { name: "Varnbrook", version: "3.0.0" } },
      }),
    );
  }
}

/** A look at numbers on the phone. */
export function useMobileApp(world: World, person: Person, at: number): Visit {
  const device = person.phoneDevice ?? person.laptop;
  const known = person.knownDevices.has(device.anonymousId);
  const previousId = at < updatesAt(world, person) ? legacyId(person) : undefined;
  const app = { name: "Varnbrook", version: previousId ? "2.9.4" : "3.1.0" };
  const base = { ...visitorOf(person, device), app };
  const visit = startVisit(world, previousId ? { ...base, userId: previousId } : base, at, person.random);
  visit.screen("Home");
  if (!known && previousId === undefined) {
    person.knownDevices.add(device.anonymousId);
    visit.signIn(person.id, personTraits(person), person.account.id);
  }
  const looks = 1 + visit.random.poisson(1.3);
  for (let i = 0; i < looks; i++) {
    if (visit.random.chance(0.5)) visit.screen("Dashboard");
    else {
      const report = someReport(person.account, visit);
      visit.screen("Report");
      visit.track("Report Viewed", {
        reportId: report.id,
        reportType: report.type,
        rows: visit.random.int(40, 4_000),
        loadMs: visit.random.int(300, 2_400),
      });
    }
  }
  if (visit.random.chance(0.08)) visit.screen("Notifications");
  visit.wait(1, MINUTE / 1_000);
  return visit;
}
