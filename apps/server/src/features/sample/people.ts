import type { Account, Person, Role } from "./account-and-person.ts";
import { joinMoment } from "./accounts.ts";
import type { AccountSeed } from "./accounts.ts";
import { DAY, HOUR } from "./calendar.ts";
import type { Calendar } from "./calendar.ts";
import { NAMED_PEOPLE } from "./cast.ts";
import { createDevice } from "./devices.ts";
import type { Random } from "./random.ts";
import { inventName, slug } from "./vocabulary/names.ts";

const PEOPLE_COUNT = 2_500;

/** Visits on a working day by role, before a person's own habit (a heavy tail) is multiplied in. */
const VISITS: Readonly<Record<Role, number>> = { "power user": 0.52, admin: 0.34, "occasional user": 0.11, "economic buyer": 0.1 };

/** Puts 2,500 people into the accounts and returns them in order of their index. */
export function buildPeople(seeds: readonly AccountSeed[], random: Random, calendar: Calendar): Person[] {
  const people: Person[] = [];
  const emails = new Set<string>();
  for (const [position, size] of fitSizes(seeds).entries()) {
    const account = (seeds[position] as AccountSeed).account;
    for (let seat = 0; seat < size; seat++) {
      const person = createPerson(account, seat, people.length, random.fork(people.length), calendar, emails);
      account.people.push(person);
      people.push(person);
    }
  }
  shareDevices(people);
  assignClients(people, seeds, random.fork("clients"));
  return people;
}

/** Sizes whose sum is exactly 2,500: generated accounts give or take one person at a time. */
function fitSizes(seeds: readonly AccountSeed[]): number[] {
  const sizes = seeds.map((seed) => seed.size);
  const elastic = seeds.flatMap((seed, position) => (seed.account.storyline === undefined ? [position] : []));
  let missing = PEOPLE_COUNT - sizes.reduce((sum, size) => sum + size, 0);
  for (let turn = 0; missing !== 0; turn++) {
    const position = elastic[turn % elastic.length] as number;
    const size = sizes[position] as number;
    // Larger accounts change more often, so that the shape stays.
    if (size < 3 + (turn % 7) * 3) continue;
    sizes[position] = size + Math.sign(missing);
    missing -= Math.sign(missing);
  }
  return sizes;
}

function createPerson(account: Account, seat: number, index: number, random: Random, calendar: Calendar, emails: Set<string>): Person {
  const named = seat === 0 ? Object.values(NAMED_PEOPLE).find((entry) => entry.account === account.name) : undefined;
  const role = named ? "power user" : roleOf(seat, random);
  const { firstName, lastName } = named ?? inventName(account.country.culture, random);
  const timezone = random.pick(account.country.timezones);
  const joinedAt = settleJoin(named || seat === 1 ? earlier(account, random) : joinedAtOf(account, seat, random, calendar), {
    account,
    timezone,
    random,
    calendar,
  });
  const hasPhone = random.chance(0.5);
  const laptop = createDevice("laptop", random);
  return {
    // 1009 shares no factor with 2,500: a permutation, so that colleagues do not have neighbouring ids.
    id: `usr_${10_000 + ((index * 1009) % PEOPLE_COUNT)}`,
    index,
    firstName,
    lastName,
    email: uniqueEmail(firstName, lastName, account.domain, emails),
    phone: `${account.country.dialling} 555 0${100 + Math.floor(index / 10)} ${index % 10}`,
    role,
    account,
    clients: [],
    country: account.country,
    timezone,
    joinedAt,
    isNew: joinedAt >= calendar.startAt + HOUR,
    isFounder: account.isNew && seat === 0,
    visitsPerDay: named ? 1.1 : VISITS[role] * Math.exp(random.normal(-0.15, 0.75)),
    laptop,
    phoneDevice: hasPhone ? createDevice("phone", random) : undefined,
    usesMobileApp: hasPhone && random.chance(0.55),
    marketingConsent: random.chance(0.62),
    random: random.fork("life"),
    activatedAt: joinedAt < calendar.startAt && (named || random.chance(0.86)) ? joinedAt : undefined,
    stalledAt: undefined,
    usedFeatures: new Set(),
    knownDevices: new Set([laptop.anonymousId]),
    lastSurveyAt: 0,
    lastIssueAt: 0,
  };
}

function roleOf(seat: number, random: Random): Role {
  if (seat === 0) return "admin";
  if (seat === 1) return "power user";
  if (seat === 2) return "economic buyer";
  return random.weighted([
    ["occasional user", 64],
    ["power user", 27],
    ["admin", 5],
    ["economic buyer", 4],
  ]);
}

/** Before the history for accounts that are older than it, else soon after the account itself. */
function earlier(account: Account, random: Random): number {
  return account.isNew ? account.createdAt + random.between(1, 20) * HOUR : account.createdAt + random.between(0, 25) * DAY;
}

function joinedAtOf(account: Account, seat: number, random: Random, calendar: Calendar): number {
  if (seat === 0) return account.createdAt;
  if (account.isNew) return Math.min(account.createdAt + HOUR + random.exponential(12) * DAY, lateJoin(account, random, calendar));
  const leaving = account.storyline?.kind === "fades" || account.storyline?.kind === "cancels abruptly";
  return !leaving && random.chance(0.4) ? joinMoment(random, calendar) : earlier(account, random);
}

interface JoinPlace {
  readonly account: Account;
  readonly timezone: string;
  readonly random: Random;
  readonly calendar: Calendar;
}

/** Moves a join into office hours, and always leaves time for the sign-up itself before the history ends. */
function settleJoin(at: number, { account, timezone, random, calendar }: JoinPlace): number {
  const latest = calendar.endAt - random.between(0.5, 5) * HOUR;
  if (at < calendar.startAt || at === account.createdAt) return Math.min(at, latest);
  const working = calendar.inOfficeHours(at, timezone, random);
  return working < latest ? working : Math.min(at, latest);
}

function lateJoin(account: Account, random: Random, calendar: Calendar): number {
  return random.between(account.createdAt + HOUR, calendar.endAt);
}

function uniqueEmail(firstName: string, lastName: string, domain: string, taken: Set<string>): string {
  const local = `${slug(firstName, "")}.${slug(lastName, "")}`;
  let email = `${local}@${domain}`;
  for (let n = 2; taken.has(email); n++) email = `${local}${n}@${domain}`;
  taken.add(email);
  return email;
}

/** In six accounts two occasional users sit at the same computer. */
function shareDevices(people: Person[]): void {
  const chosen = new Set<Account>();
  for (const person of people) {
    if (chosen.size === 6) return;
    const { account } = person;
    const pair = account.people.filter((other) => other.role === "occasional user" && !other.isNew);
    if (chosen.has(account) || account.storyline || pair.length < 2) continue;
    chosen.add(account);
    const [first, second] = pair as [Person, Person];
    second.laptop = first.laptop;
    second.knownDevices.add(first.laptop.anonymousId);
  }
}

function assignClients(people: readonly Person[], seeds: readonly AccountSeed[], random: Random): void {
  const candidates = seeds.map((seed) => seed.account).filter((account) => !account.storyline && !account.isNew && account.tier !== "free");
  for (const person of people) {
    if (person.account.industry !== "agency") continue;
    const lead = person.firstName === NAMED_PEOPLE.consultant.firstName && person.lastName === NAMED_PEOPLE.consultant.lastName;
    const count = lead ? 5 : random.int(1, 4);
    while (person.clients.length < count) {
      const client = random.pick(candidates);
      if (!person.clients.includes(client)) person.clients.push(client);
    }
  }
}
