import { personIdOf, type AccountSummary, type Person } from "@throughline/contract";

type Identifier = Person["identifiers"][number];
type Evidence = Identifier["evidence"][number];
const website = "00000000-0000-4000-8000-000000000000";
const backend = "00000000-0000-4000-8000-000000000001";

/** People who show what a page must bear: a long story, a merge, a conflict, a name that does not end, no name at all, another script, sixty traits. */
export function createCast(accounts: readonly AccountSummary[], ago: (minutes: number) => string): Person[] {
  const days = (count: number) => ago(count * 24 * 60);
  const [first, second, third] = accounts;
  if (!first || !second || !third) return [];
  const evidence = (reason: Evidence["reason"], rest: Partial<Evidence> = {}): Evidence => ({
    reason,
    with: null,
    at: days(40),
    messageId: `msg-${reason}`,
    sourceId: website,
    actor: null,
    mergeId: null,
    ...rest,
  });
  const identifier = (kind: Identifier["kind"], value: string, entries: Evidence[], verified = kind === "userId"): Identifier => ({
    kind,
    value,
    verified,
    firstSeen: days(88),
    lastSeen: ago(3),
    evidence: entries,
  });
  const member = (account: AccountSummary, role: string | null) => ({
    id: account.id,
    key: account.key,
    name: account.name,
    role,
    firstSeen: days(80),
    lastSeen: days(1),
  });
  const person = (number: number, rest: Partial<Person> & { accounts?: Person["accounts"] }): Person => {
    const account = rest.accounts?.[0];
    return {
      id: personIdOf(BigInt(number)),
      name: null,
      email: null,
      phone: null,
      userId: rest.identifiers?.find(({ kind }) => kind === "userId")?.value ?? null,
      known: true,
      firstSeen: days(88),
      lastSeen: ago(3),
      interactions: 12,
      account: account ? { id: account.id, key: account.key, name: account.name } : null,
      traits: {},
      traitOrigins: {},
      identifiers: [],
      accounts: [],
      consent: [],
      conflicts: [],
      possibleDuplicates: [],
      ...rest,
    };
  };
  const origin = (identifier: string) => ({ at: days(20), identifier });

  const marisol = person(10, {
    name: "Marisol Etxeberria",
    email: "marisol.etxeberria@cantalora-hoteles.example",
    phone: "+34 555 0100 2",
    lastSeen: ago(1),
    interactions: 2140,
    accounts: [member(first, "power user"), member(second, "occasional user"), member(third, null)],
    traits: {
      name: "Marisol Etxeberria",
      firstName: "Marisol",
      lastName: "Etxeberria",
      email: "marisol.etxeberria@cantalora-hoteles.example",
      phone: "+34 555 0100 2",
      role: "power user",
      plan: "growth",
      language: "es",
      country: "ES",
      timezone: "Europe/Madrid",
      marketingConsent: false,
      createdAt: days(300),
      preferences: { digest: "weekly", charts: { palette: "warm", legend: true } },
      tags: ["beta", "board reports"],
      homepage: "https://www.cantalora-hoteles.example/board/reports",
    },
    traitOrigins: {
      name: origin("userId:usr_10412"),
      plan: origin("userId:usr_10412"),
      role: origin("userId:legacy-12"),
      language: origin("anonymousId:a4c1"),
      marketingConsent: origin("userId:usr_10412"),
    },
    identifiers: [
      identifier("userId", "usr_10412", [evidence("own", { at: days(88) })]),
      identifier("userId", "legacy-12", [
        evidence("alias", { with: "userId:usr_10412", sourceId: backend, messageId: "sample-1-alias-000012" }),
      ]),
      identifier("userId", "crm_55871", [
        evidence("merge", {
          with: "userId:usr_10412",
          at: days(6),
          actor: "Maria Torres",
          mergeId: "7c0a7bb8-0000-4000-8000-000000000001",
          messageId: null,
          sourceId: null,
        }),
      ]),
      identifier(
        "email",
        "marisol.etxeberria@cantalora-hoteles.example",
        [
          evidence("stated_contact", { with: "userId:usr_10412" }),
          evidence("verified_contact", { with: "userId:usr_10412", at: days(39) }),
        ],
        true,
      ),
      identifier("email", "marisol@gmail.example", [evidence("stated_contact", { with: "userId:crm_55871", sourceId: backend })]),
      identifier("phone", "+34 555 0100 2", [evidence("stated_contact", { with: "userId:usr_10412" })]),
      identifier("social", "twitter:@marisol_etxeberria", [evidence("stated_contact", { with: "userId:crm_55871" })]),
      identifier("anonymousId", "0f4c2d51-9d0e-4b7e-8a54-2f1d1a5a4c1e", [evidence("seen_together", { with: "userId:usr_10412" })]),
      identifier("anonymousId", "b1d8f7e2-11aa-4c9e-9b1e-77aa01c3d2e4", [
        evidence("seen_together", { with: "userId:usr_10412", at: days(12) }),
      ]),
    ],
    consent: [
      {
        purpose: "marketing",
        granted: false,
        at: days(4),
        source: "user:Maria Torres",
        history: [
          { granted: false, at: days(4), source: "user:Maria Torres" },
          { granted: true, at: days(80), source: `source:${website}` },
        ],
      },
      {
        purpose: "analytics",
        granted: true,
        at: days(80),
        source: `source:${website}`,
        history: [{ granted: true, at: days(80), source: `source:${website}` }],
      },
    ],
    conflicts: [
      {
        id: "c1",
        identifier: "anonymousId:b1d8f7e2-11aa-4c9e-9b1e-77aa01c3d2e4",
        claimants: ["userId:usr_10412", "userId:usr_10977"],
        at: days(12),
        explanation:
          "This device was used by more than one user. They are not merged: it moves on to each new user, and keeps what came before.",
      },
    ],
    possibleDuplicates: [{ id: personIdOf(11n), name: "M. Etxeberria", reason: "same e-mail" }],
  });
  const double = person(11, {
    name: "M. Etxeberria",
    email: "Marisol.Etxeberria@cantalora-hoteles.example",
    lastSeen: days(9),
    interactions: 17,
    accounts: [member(first, null)],
    traits: {
      name: "M. Etxeberria",
      email: "Marisol.Etxeberria@cantalora-hoteles.example",
      plan: "starter",
      language: "es",
      country: "ES",
    },
    identifiers: [
      identifier("userId", "usr_20881", [evidence("own")]),
      identifier("email", "Marisol.Etxeberria@cantalora-hoteles.example", [evidence("stated_contact", { with: "userId:usr_20881" })]),
    ],
  });
  const longest = "Wolfeschlegelsteinhausenbergerdorff-Featherstonehaugh von und zu Hohenlohe-Langenburg-Schillingsfürst the Third";
  const long = person(12, {
    name: longest,
    email: `${"a-very-long-mailbox-name-that-somebody-really-chose".repeat(2)}@subdomain.of-a-company-with-a-long-name.example`,
    phone: "+44 20 7946 0958 ext. 123456",
    lastSeen: ago(6),
    interactions: 31,
    accounts: [
      member(
        { ...second, name: "Österreichische Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft" },
        "economic buyer and occasional administrator of the second workspace",
      ),
    ],
    traits: Object.fromEntries(
      Array.from({ length: 60 }, (_, i) => [
        i % 9 === 4 ? `a_trait_with_a_name_that_is_far_too_long_for_any_column_${i}` : `customField${i + 1}`,
        i % 7 === 0
          ? i % 2 === 0
          : i % 5 === 0
            ? i * 12_345
            : i % 6 === 1
              ? { nested: { deeply: [i, "two", null] }, also: "this" }
              : i % 8 === 3
                ? days(i)
                : `Some value number ${i}${i % 10 === 2 ? " that goes on and on, because somebody pasted a whole paragraph into a trait and nobody has stopped them from doing so" : ""}`,
      ]),
    ),
    traitOrigins: { customField2: origin(`userId:${"x".repeat(80)}`) },
    identifiers: [
      identifier("userId", "x".repeat(160), [evidence("own", { messageId: "m".repeat(90) })]),
      ...Array.from({ length: 24 }, (_, i) =>
        identifier("anonymousId", `device-${i}-${"0123456789abcdef".repeat(2)}`, [
          evidence("seen_together", { with: `userId:${"x".repeat(160)}` }),
        ]),
      ),
    ],
  });
  const arabic = person(13, {
    name: "محمد عبد الرحمن الخوارزمي",
    email: "m.alkhwarizmi@kestrel-media.example",
    lastSeen: ago(11),
    interactions: 46,
    accounts: [member({ ...third, name: "شركة النور للطاقة" }, "مدير")],
    traits: { name: "محمد عبد الرحمن الخوارزمي", city: "دبي", note: "يفضل التواصل عبر الهاتف", plan: "enterprise", seats: 40 },
    identifiers: [
      identifier("userId", "usr_30001", [evidence("own")]),
      identifier("email", "m.alkhwarizmi@kestrel-media.example", [evidence("verified_contact", { with: "userId:usr_30001" })], true),
    ],
  });
  const nobody = person(14, {
    known: false,
    lastSeen: ago(2),
    interactions: 9,
    identifiers: [identifier("anonymousId", "0e1d2c3b-4a59-4867-9786-a5b4c3d2e1f0", [evidence("own")])],
  });
  return [marisol, nobody, long, arabic, double];
}
