import { isObject, normaliseIdentifier, profileIdOf, statedTraits, type JsonObject, type ProfileKind } from "@throughline/domain";
import type { PipelineEvent, Identifier } from "../collect/index.ts";
import type { ClaimReason } from "./claim-profiles.ts";

export type StatedClaim = { child: Identifier; claimant: Identifier; reason: ClaimReason };

const emailPattern = /^[^\s@]+@[^\s@]+$/;
const phonePattern = /^\+?(?:[\s()./-]*\d){5,20}[\s()./-]*$/;
const networkPattern = /^[a-z][\w.-]{0,31}$/i;
const handlePattern = /^[^\s:]+$/;
const maxHandles = 10;

type Contact = { kind: ProfileKind; value: string; verified: boolean };

/**
 * What an event says about who belongs together:
 * a device seen with a user is claimed by them; a contact that a user states is claimed by them; a device whose visitor proved a contact
 * (`emailVerified`, `phoneVerified`, `socialVerified`) is claimed by that contact. A contact that an anonymous visitor merely typed claims nothing.
 */
export function claimsOf(event: PipelineEvent): StatedClaim[] {
  const claims: StatedClaim[] = [];
  if (event.device) claims.push({ child: event.device, claimant: event.profile, reason: "seen_together" });
  if (event.message.type !== "identify") return claims;
  for (const { kind, value, verified } of contactsOf(statedTraits(event.message))) {
    // Kept as it is compared: how the first one spelt it must not matter.
    const contact: Identifier = { id: profileIdOf(event.workspaceId, kind, value), kind, value: normaliseIdentifier(kind, value) };
    if (event.profile.kind === "userId")
      claims.push({ child: contact, claimant: event.profile, reason: verified ? "verified_contact" : "stated_contact" });
    else if (verified) claims.push({ child: event.profile, claimant: contact, reason: "verified_contact" });
  }
  return claims;
}

/** The contacts that traits state: `email`, `phone`, and handles by network as `social: { x: "@ann" }`. */
function contactsOf(traits: JsonObject): Contact[] {
  const contact = (kind: ProfileKind, value: unknown, pattern: RegExp): Contact[] =>
    typeof value === "string" && value.length <= 320 && pattern.test(value.trim())
      ? [{ kind, value, verified: traits[`${kind}Verified`] === true || traits[`${kind}_verified`] === true }]
      : [];
  const social = isObject(traits["social"]) ? Object.entries(traits["social"]) : [];
  return [
    ...contact("email", traits["email"], emailPattern),
    ...contact("phone", traits["phone"], phonePattern),
    ...social
      .filter(([network]) => networkPattern.test(network))
      .slice(0, maxHandles)
      .flatMap(([network, handle]) =>
        contact("social", handle, handlePattern).map((one) => ({ ...one, value: `${network}:${one.value.trim()}` })),
      ),
  ];
}

/** Of an alias: the id used before may have been a device's or a user's: which one must not depend on what arrived first, so both are meant. */
export function previousIdentifiers(event: PipelineEvent): Identifier[] {
  const value = event.message.previousId;
  if (event.message.type !== "alias" || value === null) return [];
  return (["anonymousId", "userId"] as const)
    .map((kind): Identifier => ({ id: profileIdOf(event.workspaceId, kind, value), kind, value }))
    .filter((previous) => previous.id !== event.profile.id);
}
