/** A device or a contact was seen together with a user (or stated by them) at a moment. Ids are profile ids. */
export type Claim = { claimant: string; at: number; messageId: string };

/** From `from` (ms since 1970; 0 is from the beginning) the interactions of a device or contact belong to `owner`. */
export type Stretch = { from: number; owner: string };

const byTime = (a: Claim, b: Claim) =>
  a.at - b.at || (a.messageId < b.messageId ? -1 : a.messageId > b.messageId ? 1 : a.claimant < b.claimant ? -1 : 1);

/**
 * Who owns a device over time: it moves on to a new user at the moment when that user is seen on it, and what came before the first claim
 * belongs to the first claimant. A pure function of the set of claims, so the order of their arrival never matters.
 */
export function stretchesOf(claims: readonly Claim[]): Stretch[] {
  const stretches: Stretch[] = [];
  for (const claim of [...claims].sort(byTime)) {
    if (stretches.at(-1)?.owner === claim.claimant) continue;
    stretches.push({ from: stretches.length === 0 ? 0 : claim.at, owner: claim.claimant });
  }
  return stretches;
}

/** The owner at a moment, or null if nobody claims it. Stretches are in order of time. */
export function ownerAt(stretches: readonly Stretch[], at: number): string | null {
  let owner: string | null = null;
  for (const stretch of stretches) if (stretch.from <= at || owner === null) owner = stretch.owner;
  return owner;
}
