import { stakesLevels, type ArbiterRules, type Owner, type Stakes } from "@throughline/contract";

type Classes = ArbiterRules["ownership"]["classes"];
/** Who decides about the accounts of a tier, by stakes; null is every other tier, and those without an account. */
export type OwnershipRow = { tier: string | null; owners: Record<Stakes, Owner> };

/** Who is asked first where several classes fit somebody with accounts of several tiers. */
const strictestFirst: readonly Owner[] = ["person", "approval", "automation"];

const ownerOf = (classes: Classes, stakes: Stakes, tier: string | null): Owner =>
  classes.find((one) => one.stakes.includes(stakes) && (one.tiers === null || (tier !== null && one.tiers.includes(tier))))?.owner ??
  "automation";

const rowOf = (classes: Classes, tier: string | null): OwnershipRow => ({
  tier,
  owners: { low: ownerOf(classes, "low", tier), medium: ownerOf(classes, "medium", tier), high: ownerOf(classes, "high", tier) },
});

/** The classes as a table: a row for each tier that they name (or of `tiers`), the others last. */
export function matrixOf(classes: Classes, tiers?: readonly (string | null)[]): OwnershipRow[] {
  const named = tiers ?? classes.flatMap((one) => one.tiers ?? []);
  const rows = [...new Set(named)].filter((tier): tier is string => tier !== null);
  return [...rows.map((tier) => rowOf(classes, tier)), rowOf(classes, null)];
}

/**
 * The table as classes: first what tiers have for themselves, the strictest first, so that it holds for who has accounts of several tiers; then what holds for
 * everybody else. What is automation's anyway needs no class.
 */
export function classesOf(rows: readonly OwnershipRow[]): Classes {
  const others = rows.find(({ tier }) => tier === null)?.owners ?? { low: "automation", medium: "automation", high: "automation" };
  const isLaxer = (owner: Owner, than: Owner) => strictestFirst.indexOf(owner) > strictestFirst.indexOf(than);
  const own = strictestFirst.flatMap((owner) =>
    stakesLevels.flatMap((stakes) => {
      // Where a tier is laxer than the others, those that are not are named, or the laxer one would hold for who has both.
      const named = others[stakes] !== owner || rows.some(({ owners }) => isLaxer(owners[stakes], others[stakes]));
      const tiers = rows.flatMap(({ tier, owners }) => (tier !== null && owners[stakes] === owner && named ? [tier] : []));
      return tiers.length === 0 ? [] : [{ stakes: [stakes], tiers, owner }];
    }),
  );
  const everybody = strictestFirst.flatMap((owner) => {
    const stakes = stakesLevels.filter((level) => others[level] === owner);
    return owner === "automation" || stakes.length === 0 ? [] : [{ stakes: [...stakes], tiers: null, owner }];
  });
  return [...own, ...everybody];
}
