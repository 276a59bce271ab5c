import type { Person } from "./account-and-person.ts";
import { accountActivity, isSilentChampion } from "./activity.ts";
import { MINUTE, SECOND } from "./calendar.ts";
import { record } from "./record.ts";
import type { SampleProperties } from "./sample-event.ts";
import type { World } from "./world.ts";

/** Days before the end on which the monthly newsletter goes out. */
const NEWSLETTER_DAYS = [78, 48, 18] as const;

type Mail = SampleProperties & { readonly mailId: string };

/** The mails of a date: the weekly digest on Mondays, the newsletter once a month. */
export function sendMails(world: World, date: number): void {
  const monday = world.calendar.weekdayOf(date) === 1;
  const newsletter = NEWSLETTER_DAYS.some((days) => world.calendar.dateOf(world.calendar.daysBeforeEnd(days)) === date);
  if (!monday && !newsletter) return;
  for (const person of world.people) {
    const at = world.calendar.localMoment(date, monday ? 7.25 : 10.5, person.timezone) + (person.index % 97) * SECOND;
    if (at < person.joinedAt || !person.marketingConsent || person.account.cancelled) continue;
    if (monday && person.random.chance(0.8)) {
      sendMail(world, person, at, {
        mailId: `dig_${person.index}_${date}`,
        template: "weekly-digest",
        kind: "digest",
        subject: "Your week in numbers",
      });
    }
    if (newsletter) {
      const subject = "What is new in Varnbrook Reports";
      sendMail(world, person, at + 3 * MINUTE, {
        mailId: `new_${person.index}_${date}`,
        template: "newsletter",
        kind: "marketing",
        subject,
      });
    }
  }
}

function sendMail(world: World, person: Person, at: number, mail: Mail): void {
  const { random } = person;
  const customer = { channel: "email", actor: "customer" } as const;
  record(world, person, at, { channel: "email", actor: "system" }, "Email Sent", mail);
  // One address in 90 no longer exists: these people have left, their seats have not.
  if (person.index % 90 === 17) {
    record(world, person, at + 4 * SECOND, { channel: "email", actor: "system" }, "Email Bounced", {
      ...mail,
      bounce: "hard",
      reason: "mailbox unknown",
    });
    return;
  }
  const interest = 0.36 * Math.min(1, accountActivity(person.account, at, world.calendar)) * (0.6 + person.account.health * 0.6);
  if (!random.chance(interest) || isSilentChampion(person, at, world.calendar)) return;
  const openedAt = at + MINUTE + random.exponential(140) * MINUTE;
  record(world, person, openedAt, customer, "Email Opened", mail);
  if (random.chance(0.15))
    record(world, person, openedAt + random.between(5, 60) * SECOND, customer, "Email Clicked", { ...mail, link: "/dashboards/1" });
  if (random.chance(0.006)) {
    person.marketingConsent = false;
    record(world, person, openedAt + 90 * SECOND, customer, "Email Unsubscribed", { ...mail, topic: String(mail["kind"]) });
  }
}
