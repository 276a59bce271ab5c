import type { Person } from "@throughline/contract";

type Identifier = Person["identifiers"][number];
export type Evidence = Identifier["evidence"][number];

const kindWords: Record<Identifier["kind"], string> = {
  userId: "user id",
  anonymousId: "device",
  email: "e-mail",
  phone: "phone number",
  social: "social handle",
};

/** “userId” → “user id”. */
export const identifierKindLabel = (kind: Identifier["kind"]): string => kindWords[kind];

/** `userId:u12` → “user id u12”. */
export function identifierWords(identifier: string): string {
  const colon = identifier.indexOf(":");
  const kind = identifier.slice(0, colon);
  return Object.hasOwn(kindWords, kind) ? `${kindWords[kind as Identifier["kind"]]} ${identifier.slice(colon + 1)}` : identifier;
}

/** The reason that says most about an identifier: what somebody decided, then what was verified, then what was seen. */
export function strongestEvidence(evidence: readonly Evidence[]): Evidence | undefined {
  const order: readonly Evidence["reason"][] = ["merge", "alias", "verified_contact", "seen_together", "stated_contact", "own"];
  return evidence.toSorted((a, b) => order.indexOf(a.reason) - order.indexOf(b.reason))[0];
}

/** Why we believe that an identifier is this person's, as one sentence. */
export function describeEvidence(kind: Identifier["kind"], { reason, with: other, actor }: Evidence): string {
  const whom = other === null ? "this person" : identifierWords(other);
  switch (reason) {
    case "own":
      return kind === "anonymousId" ? "A source saw this device." : `A source names this person by this ${kindWords[kind]}.`;
    case "seen_together":
      return `One event carried both this ${kindWords[kind]} and ${whom}.`;
    case "stated_contact":
      return `Stated as the ${kindWords[kind]} of ${whom}.`;
    case "verified_contact":
      return `Verified as the ${kindWords[kind]} of ${whom}.`;
    case "alias":
      return `A source said that this is another name of ${whom} (alias).`;
    case "merge":
      return `${actor ?? "Somebody"} merged it into ${whom}.`;
  }
}
