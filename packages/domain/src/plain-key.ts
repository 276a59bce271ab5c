/** A name as a key that people can read in an address: `VIPs in Köln` → `vips-in-koln`, at most `longest` characters; empty where nothing is left of it. */
export const plainKey = (name: string, longest: number): string =>
  name
    .normalize("NFKD")
    .toLowerCase()
    .replace(/\p{M}/gu, "")
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, longest);
