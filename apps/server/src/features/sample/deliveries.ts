import { accountActivity } from "./activity.ts";
import { HOUR, SECOND } from "./calendar.ts";
import { record } from "./record.ts";
import { DATA_SOURCES } from "./vocabulary/product.ts";
import type { World } from "./world.ts";

const SERVER = { channel: "server", actor: "system" } as const;

/** What our servers do for customers on a date: scheduled reports go out, and now and then a sync fails. */
export function deliverReports(world: World, date: number): void {
  const weekday = world.calendar.weekdayOf(date);
  if (weekday === 0 || weekday === 6) return;
  for (const person of world.people) {
    const maker = person.role === "power user" || person.role === "admin";
    // Everybody has a day of the week of their own for the report that goes out by itself.
    if (!maker || 1 + (person.index % 5) !== weekday || person.activatedAt === undefined) continue;
    const at = world.calendar.localMoment(date, 6, person.timezone) + (person.index % 500) * SECOND;
    if (at < person.activatedAt || person.account.cancelled) continue;
    const { random, account } = person;
    if (!random.chance(0.6 * Math.min(1, accountActivity(account, at, world.calendar)))) continue;
    record(world, person, at, SERVER, "Report Delivered", {
      reportId: `rep_${account.index}_${person.index % 7}`,
      recipients: 1 + random.poisson(4),
      durationMs: Math.round(400 + random.exponential(2_500)),
    });
    if (random.chance(0.06)) {
      const failure = { source: random.pick(DATA_SOURCES), error: random.pick(["connection refused", "timeout", "wrong password"]) };
      record(world, person, at + random.between(0, 9) * HOUR, SERVER, "Data Sync Failed", failure);
    }
  }
}
