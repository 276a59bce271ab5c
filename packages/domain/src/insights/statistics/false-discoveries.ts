/**
 * The p-values of many comparisons, each corrected for how many there were: listing those at or below q keeps the expected share of chance finds among what is listed at or below q (the false discovery
 * rate; where nothing differs at all, the chance of listing anything). Benjamini and Hochberg's step-up procedure: of m in ascending order, p₍ᵢ₎ becomes the least of m·p₍ⱼ₎/j over j ≥ i.
 * Y. Benjamini, Y. Hochberg, Controlling the False Discovery Rate, J. R. Statist. Soc. B 57 (1995) 289–300; it holds for comparisons that are independent or positively dependent (Benjamini and
 * Yekutieli, Ann. Statist. 29, 2001). In the order given.
 */
export function correctForMany(pValues: readonly number[]): number[] {
  const order = pValues.map((_, index) => index).toSorted((a, b) => (pValues[b] as number) - (pValues[a] as number));
  const corrected: number[] = Array.from({ length: pValues.length }, () => 1);
  let least = 1;
  order.forEach((index, behind) => {
    least = Math.min(least, ((pValues[index] as number) * pValues.length) / (pValues.length - behind));
    corrected[index] = least;
  });
  return corrected;
}
