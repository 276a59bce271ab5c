import type { Person } from "./account-and-person.ts";
import { hasOwnStory } from "./activity.ts";
import { DAY } from "./calendar.ts";
import type { Calendar } from "./calendar.ts";
import type { Random } from "./random.ts";
import { record } from "./record.ts";
import { BROKEN_PAYMENT_RELEASE, BROKEN_VERIFICATION_RELEASE, releasedAt } from "./releases.ts";
import { AGENTS } from "./vocabulary/company.ts";
import { slug } from "./vocabulary/names.ts";
import { REVIEWS, SOCIAL_POSTS } from "./vocabulary/phrases.ts";
import type { World } from "./world.ts";

const SITES = ["SoftwareLarder", "ToolVerdict", "AppSieve"] as const;
const NETWORKS = ["Pipit", "Facegrove", "Workring"] as const;

/** What people say about us in public on a date: posts and reviews, some of them answered. */
export function speakInPublic(world: World, date: number): void {
  const random = world.random.fork(`public ${date}`);
  const { calendar } = world;
  const posts = random.poisson(2.1);
  for (let i = 0; i < posts; i++)
    post(world, someCustomer(world, date, random), calendar.localMoment(date, random.between(7, 22), "UTC"), random);
  const reviews = random.poisson(1.3);
  for (let i = 0; i < reviews; i++) {
    const person = someCustomer(world, date, random);
    const mood = person.account.health - (person.stalledAt === undefined ? 0 : 0.4) + random.normal(0, 0.2);
    const rating = Math.min(5, Math.max(1, Math.round(1 + mood * 5)));
    review(world, person, calendar.localMoment(date, random.between(7, 22), person.timezone), rating, random);
  }
}

function someCustomer(world: World, date: number, random: Random): Person {
  const before = world.calendar.localMoment(date, 0, "UTC") - 3 * DAY;
  for (;;) {
    const person = random.pick(world.people);
    if (person.joinedAt < before && !hasOwnStory(person)) return person;
  }
}

function post(world: World, person: Person, at: number, random: Random): void {
  const bad = random.chance(1 - person.account.health);
  // Two of the bad posts speak of faults that came with a release.
  const text = bad ? random.pick(SOCIAL_POSTS.bad.slice(firstFault(at, world.calendar))) : random.pick(SOCIAL_POSTS.good);
  const handle = `@${slug(person.firstName, "")}_${slug(person.lastName, "")}`;
  const mention = { network: random.pick(NETWORKS), handle, text, likes: random.poisson(3) };
  record(world, person, at, { channel: "social", actor: "customer" }, "Social Mention", mention);
  if (!random.chance(0.4)) return;
  const answer = { network: mention.network, handle, text: `Hi ${person.firstName}, we are on it.`, author: random.pick(AGENTS.Support) };
  record(world, person, at + random.exponential(0.2) * DAY, { channel: "social", actor: "agent" }, "Social Reply Sent", answer);
}

/** Before its release nobody can complain about a fault: the list is in order of time, latest first. */
function firstFault(at: number, calendar: Calendar): number {
  if (at >= releasedAt(BROKEN_VERIFICATION_RELEASE, calendar)) return 0;
  return at >= releasedAt(BROKEN_PAYMENT_RELEASE, calendar) ? 1 : 2;
}

/** A review of one to five stars on a public site. */
export function review(world: World, person: Person, at: number, rating: number, random: Random): void {
  const tone = rating >= 4 ? "good" : rating === 3 ? "middling" : "bad";
  const { title, text } = random.pick(REVIEWS[tone]);
  const posted = { reviewId: `rev_${random.hex(8)}`, site: random.pick(SITES), rating, title, text };
  record(world, person, at, { channel: "review", actor: "customer" }, "Review Posted", posted);
  if (!random.chance(rating <= 2 ? 0.6 : 0.25)) return;
  const reply = rating <= 2 ? `I am sorry, ${person.firstName}. I have written to you directly.` : `Thank you, ${person.firstName}!`;
  const answer = { reviewId: posted.reviewId, site: posted.site, text: reply, author: random.pick(AGENTS["Customer Success"]) };
  record(world, person, at + random.exponential(1.4) * DAY, { channel: "review", actor: "agent" }, "Review Answered", answer);
}
