/** What names of parts do not say by themselves. */
const words: Record<string, string> = {
  timezone: "time zone",
  keepIp: "keeps IP addresses",
  enabled: "switched on",
  eventsPerSecond: "limit, events a second",
  deliverTo: "where it is sent to",
  fileName: "file",
  bytes: "size in bytes",
  mjml: "body",
  rowsTaken: "rows taken",
  mergeId: "merge",
  deletionId: "deletion",
  treated: "treated people",
  held: "people left alone",
  sample: "with the sample company",
  bootstrap: "by automated set-up",
  stillFailing: "still cannot be used",
};

/** The path of a part as a label: `["quietHours", "from"]` → “Quiet hours › from”. */
export function asLabel(path: readonly string[]): string {
  if (path.length === 0) return "Definition";
  const text = path.map((name) => words[name] ?? spaced(name)).join(" › ");
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** `quietHours`, `quiet_hours` → “quiet hours”; what has spaces or capitals of its own is a name and stays. */
const spaced = (name: string): string =>
  /^[a-z][a-zA-Z0-9_]*$/.test(name)
    ? name.replaceAll("_", " ").replaceAll(/(?<=[a-z0-9])[A-Z]/g, (capital) => ` ${capital.toLowerCase()}`)
    : name;
