/** Where an answer came from: `source:<id>` is a source, `user:<name>` somebody of the team, `api_key:<name>` a program. */
export function describeConsentSource(source: string, sourceName: (id: string) => string | null): string {
  const colon = source.indexOf(":");
  const [kind, rest] = [source.slice(0, colon), source.slice(colon + 1)];
  if (kind === "source") return `from ${sourceName(rest) ?? "a source that is gone"}`;
  if (kind === "user") return `recorded by ${rest}`;
  if (kind === "api_key") return `recorded with the API key ${rest}`;
  return `from ${source}`;
}
