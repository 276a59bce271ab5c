/** What a question can be about: what this workspace has really received. Paths are those of the predicate language. */
export type AskVocabulary = {
  /** Names of interactions, with how often each was seen. */
  events: { name: string; count: number }[];
  /** `events`: the interactions that carry an `event.` property. `values`: the frequent texts of one, if they are few. */
  properties: { path: string; type: "string" | "number" | "boolean" | "date"; events?: string[]; values?: string[] }[];
  journeys: { key: string; name: string }[];
  segments: { key: string; name: string }[];
  /** Releases of the product, where its interactions tell of them. */
  releases: { version: string; at: string }[];
};

/** The last part of a path as words: `account.dnsHost` → dns host. */
export function wordsOfPath(path: string): string {
  const last = path.slice(path.indexOf(".") + 1).replace(/^\$/, "");
  return last
    .replace(/[._-]+/g, " ")
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .toLowerCase();
}

export const scopeOf = (path: string): string => path.slice(0, path.indexOf("."));
