import type { Person } from "@throughline/contract";

/** One line of a comparison: what each of two people has, and whether that agrees. `null` is nothing. */
export type Comparison = { label: string; kept: string | null; merged: string | null; agrees: boolean | null };

/** Traits that the facts above the traits already show. */
const shownAbove = new Set(["name", "email", "phone"]);

/** Two people line by line: who they are, what both have stated, and where they differ. Traits that only one has are left out. */
export function comparePeople(kept: Person, merged: Person): Comparison[] {
  const lines: Comparison[] = [
    line("Name", kept.name, merged.name),
    line("E-mail", kept.email, merged.email),
    line("Phone", kept.phone, merged.phone),
    line("Accounts", accountsOf(kept), accountsOf(merged)),
    line("User ids", identifiersOf(kept, "userId"), identifiersOf(merged, "userId")),
  ];
  const traits = Object.keys(kept.traits).filter((name) => name in merged.traits && !shownAbove.has(name));
  return [...lines, ...traits.map((name) => line(name, textOf(kept.traits[name]), textOf(merged.traits[name])))].filter(
    ({ kept: a, merged: b }) => a !== null || b !== null,
  );
}

const line = (label: string, kept: string | null, merged: string | null): Comparison => ({
  label,
  kept,
  merged,
  agrees: kept === null || merged === null ? null : kept.toLowerCase() === merged.toLowerCase(),
});
const accountsOf = ({ accounts }: Person) => accounts.map(({ name, key }) => name ?? key).join(", ") || null;
const identifiersOf = ({ identifiers }: Person, kind: string) =>
  identifiers
    .filter((one) => one.kind === kind)
    .map(({ value }) => value)
    .join(", ") || null;
const textOf = (value: unknown) =>
  value === null || value === undefined || value === "" ? null : typeof value === "string" ? value : JSON.stringify(value);
