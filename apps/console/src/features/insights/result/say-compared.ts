import type { Distinctions } from "@throughline/contract";
import { formatCount, plural } from "../../../ui/format-number.ts";

/** What was compared, what of it is listed, and how much of that may be chance: a list of findings says how it came about. */
export function sayCompared({ items, compared, differing, converted, dropped, falseDiscoveryRate }: Distinctions): string {
  if (converted === 0 || dropped === 0)
    return converted === 0 ? "Nobody converted: there is nobody to compare with." : "All converted: there is nobody to compare with.";
  if (compared === 0) return "Nothing is shared by enough of them to be compared.";
  const things = plural(compared, "property or event", "properties and events");
  if (differing === 0) return `${things} compared: none differs by more than chance.`;
  const listed = items.length < differing ? `the ${items.length} clearest of ${formatCount(differing)}` : `the ${formatCount(differing)}`;
  const rest = compared - differing;
  return (
    `${things} compared: listed ${differing === 1 ? "is the one that differs" : `are ${listed} that differ`} by more than chance ` +
    `(at most ${Math.round(falseDiscoveryRate * 100)} % of them false finds)${rest === 0 ? "" : `; ${formatCount(rest)} not listed`}.`
  );
}
