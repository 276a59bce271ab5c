/** Traits whose name or value contains `search`, in order of their names; those said of nearly everybody come first. */
export function findTraits(traits: Record<string, unknown>, search: string): [string, unknown][] {
  const wanted = search.trim().toLowerCase();
  const rank = (name: string) => {
    const index = usual.indexOf(name.toLowerCase());
    return index === -1 ? usual.length : index;
  };
  return Object.entries(traits)
    .filter(([name, value]) => wanted === "" || name.toLowerCase().includes(wanted) || textOf(value).toLowerCase().includes(wanted))
    .toSorted(([a], [b]) => rank(a) - rank(b) || a.localeCompare(b, "en", { numeric: true }));
}

const usual = ["name", "email", "phone", "title", "role", "company", "plan", "tier", "status", "mrr", "seats"];
const textOf = (value: unknown): string => (typeof value === "string" ? value : (JSON.stringify(value) ?? ""));
