import { accountIdOf, personIdOf, type AccountSummary, type Interaction, type Person, type Source } from "@throughline/contract";
import { createCast } from "./cast.ts";
import { createRandom, type Random } from "./random.ts";

const given = [
  "Maria",
  "Jonas",
  "Aisha",
  "Tom",
  "Lena",
  "Kofi",
  "Yuki",
  "Priya",
  "Ana",
  "Oskar",
  "Noor",
  "Elif",
  "Mateo",
  "Ines",
  "Sven",
  "Chloé",
  "Ravi",
  "Hanna",
];
const family = [
  "Torres",
  "Berg",
  "Khan",
  "Miller",
  "Novak",
  "Mensah",
  "Tanaka",
  "Shah",
  "Costa",
  "Lind",
  "Haddad",
  "Yilmaz",
  "García",
  "Weber",
  "Olsen",
  "Martin",
  "Iyer",
  "Kowalski",
];
const companies = [
  "Northwind Analytics",
  "Brightside Energy",
  "Falcon Freight",
  "Lumen Health",
  "Harbour Bank",
  "Pine & Co",
  "Orbit Robotics",
  "Kestrel Media",
  "Verdant Foods",
  "Atlas Retail",
  "Quill Learning",
  "Summit Insurance",
];
const steps = [
  { kind: "page", name: "Page Viewed", channel: "web" },
  { kind: "page", name: "Page Viewed", channel: "web" },
  { kind: "track", name: "Report Created", channel: "web" },
  { kind: "track", name: "Data Connected", channel: "web" },
  { kind: "track", name: "Domain Check Failed", channel: "web" },
  { kind: "screen", name: "Screen Viewed", channel: "mobile" },
  { kind: "track", name: "Message Sent", channel: "chat" },
  { kind: "track", name: "Email Opened", channel: "email" },
  { kind: "track", name: "Invoice Paid", channel: "billing" },
  { kind: "track", name: "Ticket Opened", channel: "support" },
  { kind: "identify", name: "Identified", channel: "web" },
] as const;
const paths = ["/", "/pricing", "/reports/new", "/settings/domain", "/onboarding/connect", "/dashboards/12"];

export type World = ReturnType<typeof createWorld>;

/** A small company, the same every time, seen from `now`. With `empty`, a workspace that has received nothing yet. */
export function createWorld(now: Date, empty: boolean) {
  const random = createRandom(7);
  const ago = (minutes: number) => new Date(now.getTime() - minutes * 60_000).toISOString();
  const sources = empty ? [] : createSources(random, ago);
  const accounts = empty ? [] : companies.map((name, i) => createAccount(random, name, i, ago));
  const people = empty
    ? []
    : Array.from({ length: 260 }, (_, i) => createPerson(random, i, accounts, ago))
        .concat(createCast(accounts, ago))
        .toSorted((a, b) => b.lastSeen.localeCompare(a.lastSeen));
  const interactions = empty
    ? []
    : Array.from({ length: 1200 }, (_, i) => createInteraction(random, i, random.pick(people), random.pick(sources).id, ago(i * 0.6)));
  let sequence = interactions.length;
  return {
    random,
    sources,
    accounts,
    people,
    interactions,
    /** The next live interaction; null while nobody is there to act. */
    nextInteraction(sourceId: string, personId?: string): Interaction {
      const known = people.find(({ id }) => id === personId);
      const person =
        known ?? (people.length > 0 ? random.pick(people.slice(0, 40)) : createPerson(random, 0, [], () => new Date().toISOString()));
      if (people.length === 0) people.push(person);
      const interaction = createInteraction(random, ++sequence, person, sourceId, new Date().toISOString());
      interactions.unshift(interaction);
      if (interactions.length > 3000) interactions.pop();
      return interaction;
    },
  };
}

function createSources(random: Random, ago: (minutes: number) => string): Source[] {
  const specs = [
    ["Website", "web", "healthy"],
    ["Backend", "segment-node", "healthy"],
    ["Mobile app", "rudderstack", "failing"],
    ["Lifecycle e-mail", "customerio", "quiet"],
  ] as const;
  return specs.map(([name, kind, state], i) => ({
    id: `00000000-0000-4000-8000-00000000000${i}`,
    name,
    kind,
    writeKey: `wk_${"7f3k9q2m5x8c1v4b6n0z".slice(i)}${i}`,
    enabled: true,
    keepIp: false,
    eventsPerSecond: null,
    createdAt: ago(60 * 24 * 40),
    health: {
      state,
      lastReceivedAt: ago(state === "quiet" ? 60 * 31 : 0.2 + i),
      accepted24h: [48_210, 20_344, 6_120, 0][i] ?? 0,
      quarantined24h: [3, 0, 412, 0][i] ?? 0,
      duplicates24h: 12,
      perHour: Array.from({ length: 24 }, (_, hour) =>
        state === "quiet" ? 0 : Math.round((600 + 500 * Math.sin((hour - 6) / 4)) * (1 + random.next() * 0.3) * (1 - i * 0.3)),
      ),
    },
  }));
}

function createAccount(random: Random, name: string, i: number, ago: (minutes: number) => string): AccountSummary {
  return {
    id: accountIdOf(BigInt(5000 + i)),
    key: name.toLowerCase().replace(/\W+/g, "-"),
    name,
    people: random.int(3, 48),
    firstSeen: ago(60 * 24 * random.int(30, 90)),
    lastSeen: ago(random.int(1, 3000)),
    traits: {
      plan: random.pick(["starter", "growth", "enterprise"]),
      mrr: random.int(2, 90) * 50,
      industry: random.pick(["logistics", "energy", "health"]),
    },
  };
}

function createPerson(random: Random, i: number, accounts: AccountSummary[], ago: (minutes: number) => string): Person {
  const known = random.chance(0.8);
  const name = `${given[i % given.length]} ${family[(i * 7) % family.length]}`;
  const email = known
    ? `${name
        .toLowerCase()
        .normalize("NFD")
        .replace(/[^a-z ]/g, "")
        .replace(" ", ".")}${i > 17 ? i : ""}@example.com`
    : null;
  const account = known && accounts.length > 0 ? random.pick(accounts) : null;
  const lastSeen = ago(i * i * 0.4 + random.int(0, 10));
  const firstSeen = ago(i < 8 ? i * 11 + 2 : i * i * 0.4 + random.int(20, 60 * 24 * 60));
  const at = { firstSeen, lastSeen };
  const own = {
    reason: "own",
    with: null,
    at: firstSeen,
    messageId: `m-${i}`,
    sourceId: "00000000-0000-4000-8000-000000000000",
    actor: null,
    mergeId: null,
  } as const;
  return {
    id: personIdOf(BigInt(1000 + i)),
    name: known ? name : null,
    email,
    phone: null,
    userId: known ? `u${i}` : null,
    known,
    ...at,
    interactions: random.int(3, 900),
    account: account ? { id: account.id, key: account.key, name: account.name } : null,
    traits: known ? { name, email, plan: "growth", seats: random.int(1, 40), beta: true } : {},
    traitOrigins: known ? { name: { at: lastSeen, identifier: `userId:u${i}` } } : {},
    identifiers: [
      { kind: "anonymousId", value: `anon-${(i * 7919).toString(36)}-${i}`, verified: false, ...at, evidence: [own] },
      ...(known
        ? [
            {
              kind: "userId" as const,
              value: `u${i}`,
              verified: true,
              ...at,
              evidence: [own, { ...own, reason: "seen_together" as const, with: `anonymousId:anon-${i}` }],
            },
            {
              kind: "email" as const,
              value: email ?? "",
              verified: false,
              ...at,
              evidence: [{ ...own, reason: "stated_contact" as const, with: `userId:u${i}` }],
            },
          ]
        : []),
    ],
    accounts: account ? [{ id: account.id, key: account.key, name: account.name, role: "admin", firstSeen, lastSeen }] : [],
    consent: known
      ? [
          {
            purpose: "marketing",
            granted: true,
            at: firstSeen,
            source: "Website",
            history: [{ granted: true, at: firstSeen, source: "Website" }],
          },
        ]
      : [],
    conflicts: [],
    possibleDuplicates: [],
  };
}

function createInteraction(random: Random, i: number, person: Person, sourceId: string, at: string): Interaction {
  const step = random.pick(steps);
  const path = random.pick(paths);
  return {
    id: `i_${i.toString(36).padStart(8, "0")}`,
    at,
    receivedAt: at,
    kind: step.kind,
    name: step.name,
    channel: step.channel,
    actor: "customer",
    personId: person.id,
    accountId: person.account?.id ?? null,
    sessionId: `s-${person.id}-1`,
    sourceId,
    messageId: `msg-${i}`,
    properties: step.kind === "page" ? { path, title: "Reports" } : { plan: "growth", value: random.int(1, 400) },
    context: {
      path,
      url: `https://app.example.com${path}`,
      browser: "Chrome 141",
      os: "macOS",
      device: "desktop",
      library: "throughline-web 0.1.0",
      locale: "en-GB",
    },
  };
}
