/**
 * Person, profile and account ids are 63-bit integers, derived from what they identify, so that they are the same in every order of arrival.
 * Stores hold them as integers; everything that leaves the server carries them as a prefix and 16 hexadecimal digits.
 */
const toPublic = (prefix: string) => (id: string | bigint) => prefix + BigInt(id).toString(16).padStart(16, "0");

const fromPublic =
  (prefix: string) =>
  (id: string): string | null => {
    if (!id.startsWith(prefix)) return null;
    const hex = id.slice(prefix.length);
    return /^[0-7][0-9a-f]{15}$/.test(hex) ? BigInt(`0x${hex}`).toString() : null;
  };

/** Decimal integer → `p_…`. */
export const personIdOf = toPublic("p_");
/** `p_…` → decimal integer as text, or null if it is not a person id. */
export const parsePersonId = fromPublic("p_");
/** Decimal integer → `a_…`. */
export const accountIdOf = toPublic("a_");
/** `a_…` → decimal integer as text, or null if it is not an account id. */
export const parseAccountId = fromPublic("a_");
