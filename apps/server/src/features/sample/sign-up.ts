import type { Person } from "./account-and-person.ts";
import { hasOwnStory } from "./activity.ts";
import { DAY, HOUR, MINUTE } from "./calendar.ts";
import { abandonForm } from "./friction.ts";
import { record } from "./record.ts";
import { accountTraits, personTraits } from "./traits.ts";
import { startVisit } from "./visit.ts";
import type { Visit } from "./visit.ts";
import { CAMPAIGNS, WEBSITE_PAGES } from "./vocabulary/product.ts";
import type { World } from "./world.ts";

/** Some pages of the public website, as strangers and future customers open them. */
export function browseWebsite(visit: Visit, pages: number): void {
  for (let i = 0; i < pages; i++) {
    const target = visit.random.weighted(WEBSITE_PAGES);
    visit.page("website", target.name, target.path);
    if (visit.random.chance(0.22)) {
      const label = visit.random.pick(["Watch demo", "Start free trial", "See plans", "Read more"]);
      visit.track("Element Clicked", { label, element: "link", path: target.path });
    }
  }
  if (visit.random.chance(0.03)) abandonForm(visit, "contact", visit.random.pick(["phone", "message", "company"]));
}

/** Visits before anybody knows who it is: on the laptop, and for some first on the phone. */
function visitBefore(world: World, person: Person): void {
  const { random } = person;
  const count = random.int(1, 4);
  for (let i = 0; i < count; i++) {
    const at = person.joinedAt - Math.min(20, random.exponential(4) + 0.1) * DAY;
    const device = person.phoneDevice && random.chance(0.35) ? person.phoneDevice : person.laptop;
    const campaign = i === 0 ? random.pick(CAMPAIGNS) : undefined;
    world.schedule(at, () => {
      const visitor = { device, locale: person.country.locale, timezone: person.timezone, campaign };
      browseWebsite(startVisit(world, visitor, at, random), random.int(1, 5));
    });
  }
}

/** The founder of a new account: anonymous visits, then the form, then a trial. Plans the visits; call before the first day. */
export function planSignUp(world: World, person: Person, afterwards: (from: number) => void): void {
  visitBefore(world, person);
  const at = person.joinedAt - 12 * MINUTE;
  world.schedule(at, () => {
    const visit = anonymousVisit(world, person, at);
    browseWebsite(visit, person.random.int(1, 2));
    visit.page("website", "Pricing", "/pricing");
    visit.page("website", "Sign Up", "/sign-up");
    visit.wait(20, 80);
    becomeKnown(visit, person, "website");
    const { account } = person;
    record(world, person, visit.now(), { channel: "billing", actor: "system" }, "Trial Started", { plan: "growth", days: 14 });
    visit.track("Workspace Created", { seats: account.seats, industry: account.industry });
    greet(world, person, visit.now());
    afterwards(visit.now());
  });
}

/** A colleague who is invited: the invitation, the mail, the first visit. */
export function planInvitation(world: World, person: Person, afterwards: (from: number) => void): void {
  const { random } = person;
  const inviter = person.account.people.find((colleague) => !hasOwnStory(colleague)) as Person;
  const earliest = Math.max(inviter.joinedAt + 20 * MINUTE, person.joinedAt - Math.min(72, 0.4 + random.exponential(12)) * HOUR);
  const invitedAt = Math.min(earliest, person.joinedAt - 4 * MINUTE);
  const mail = { mailId: `inv_${person.index}`, template: "invitation", kind: "transactional", subject: "You are invited" };
  world.schedule(invitedAt, () => {
    const visitor = {
      userId: inviter.id,
      device: inviter.laptop,
      locale: inviter.country.locale,
      timezone: inviter.timezone,
      groupId: inviter.account.id,
    };
    const visit = startVisit(world, visitor, invitedAt, random);
    visit.page("app", "Members", "/settings/members");
    visit.track("Invite Sent", { role: person.role });
    record(world, person, visit.now(), { channel: "email", actor: "system" }, "Email Sent", mail);
  });
  const openedAt = Math.max(invitedAt + 2 * MINUTE, person.joinedAt - 3 * MINUTE);
  world.schedule(openedAt, () => {
    record(world, person, openedAt, { channel: "email", actor: "customer" }, "Email Opened", mail);
    record(world, person, openedAt + 20_000, { channel: "email", actor: "customer" }, "Email Clicked", { ...mail, link: "/join" });
    const visit = anonymousVisit(world, person, openedAt + 24_000);
    visit.page("app", "Accept Invitation", "/join");
    visit.wait(15, 60);
    becomeKnown(visit, person, "invitation");
    visit.track("Invite Accepted", { role: person.role });
    afterwards(visit.now());
  });
}

function anonymousVisit(world: World, person: Person, at: number): Visit {
  const visitor = { device: person.laptop, locale: person.country.locale, timezone: person.timezone };
  return startVisit(world, visitor, at, person.random);
}

function becomeKnown(visit: Visit, person: Person, method: string): void {
  visit.signIn(person.id, personTraits(person), person.account.id);
  visit.track("Signed Up", { method, role: person.role });
  visit.group(person.account.id, accountTraits(person.account));
  visit.wait(10, 120);
  visit.track("Email Verified", { method });
}

function greet(world: World, person: Person, at: number): void {
  const mail = { mailId: `wel_${person.index}`, template: "welcome", kind: "lifecycle", subject: "Welcome to Varnbrook Reports" };
  record(world, person, at + MINUTE, { channel: "email", actor: "system" }, "Email Sent", mail);
  if (person.random.chance(0.7)) {
    record(world, person, at + person.random.between(3, 600) * MINUTE, { channel: "email", actor: "customer" }, "Email Opened", mail);
  }
}
