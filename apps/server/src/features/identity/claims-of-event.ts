import { normaliseIdentifier, profileIdOf, statedTraits, type JsonObject, type ProfileKind } from "@throughline/domain";
import type { PipelineEvent, Identifier } from "../collect/index.ts";
import type { ClaimReason } from "./claim-profiles.ts";

export type StatedClaim = { child: Identifier; claimant: Identifier; reason: ClaimReason };

const contactKinds = [
  { kind: "email", trait: "email", pattern: /^[^\s@]+@[^\s@]+$/ },
  { kind: "phone", trait: "phone", pattern: /^\+?(?:[\s()./-]*\d){5,20}[\s()./-]*$/ },
] as const satisfies readonly { kind: ProfileKind; trait: string; pattern: RegExp }[];

/**
 * What an event says about who belongs together:
 * a device seen with a user is claimed by them; a contact that a user states is claimed by them; a device whose visitor proved a contact
 * (`emailVerified`, `phoneVerified`) is claimed by that contact. A contact that an anonymous visitor merely typed claims nothing.
 */
export function claimsOf(event: PipelineEvent): StatedClaim[] {
  const claims: StatedClaim[] = [];
  if (event.device) claims.push({ child: event.device, claimant: event.profile, reason: "seen_together" });
  if (event.message.type !== "identify") return claims;
  const traits = statedTraits(event.message);
  for (const { kind, trait, pattern } of contactKinds) {
    const value = traits[trait];
    if (typeof value !== "string" || value.length > 320 || !pattern.test(value.trim())) continue;
    // Kept as it is compared: how the first one spelt it must not matter.
    const contact: Identifier = { id: profileIdOf(event.workspaceId, kind, value), kind, value: normaliseIdentifier(kind, value) };
    const verified = isVerified(traits, trait);
    if (event.profile.kind === "userId")
      claims.push({ child: contact, claimant: event.profile, reason: verified ? "verified_contact" : "stated_contact" });
    else if (verified) claims.push({ child: event.profile, claimant: contact, reason: "verified_contact" });
  }
  return claims;
}

const isVerified = (traits: JsonObject, trait: string): boolean =>
  traits[`${trait}Verified`] === true || traits[`${trait}_verified`] === true;

/** Of an alias: the id used before may have been a device's or a user's: which one must not depend on what arrived first, so both are meant. */
export function previousIdentifiers(event: PipelineEvent): Identifier[] {
  const value = event.message.previousId;
  if (event.message.type !== "alias" || value === null) return [];
  return (["anonymousId", "userId"] as const)
    .map((kind): Identifier => ({ id: profileIdOf(event.workspaceId, kind, value), kind, value }))
    .filter((previous) => previous.id !== event.profile.id);
}
