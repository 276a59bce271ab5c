import { bucketOf } from "../arbiter/holdout-bucket.ts";

type Variant = { key: string; weight: number };

/** Which variant of a split a person gets: by weight, and the same each time. Where all weights are 0, the first. */
export function drawVariant(
  variants: readonly Variant[],
  draw: { workspaceId: string; flow: string; step: string; person: string },
): string {
  const total = variants.reduce((sum, { weight }) => sum + weight, 0);
  let left = bucketOf(`split ${draw.workspaceId} ${draw.flow} ${draw.step}`, draw.person) * total;
  for (const { key, weight } of variants) {
    if (left < weight) return key;
    left -= weight;
  }
  return variants[0]?.key ?? "";
}
