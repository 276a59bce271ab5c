import { checkPredicate, durationMs, type EventMatch, type FieldIssue, type JourneyDefinition } from "@throughline/contract";

/** The longest window: what is older than an instance's window still decides where the next begins. */
const longestWindowMs = 3 * 366 * 86_400_000;

/** What a schema cannot say about a definition: keys given twice, a window too long, predicates that are too deep. Empty when it can be used. */
export function checkDefinition(definition: JourneyDefinition): FieldIssue[] {
  const issues: FieldIssue[] = [
    ...repeatedKeys("stages", definition.stages),
    ...repeatedKeys("failures", definition.failures),
    ...checkMatch("entry", definition.entry),
    ...definition.stages.flatMap((stage, index) => checkMatches(`stages[${index}].matches`, stage.matches)),
    ...checkMatches("goal", definition.goal),
    ...definition.failures.flatMap((failure, index) => checkMatch(`failures[${index}].match`, failure.match)),
    ...(["contacts", "conversation", "friction"] as const).flatMap((field) => checkMatches(field, definition[field])),
    ...(definition.revenue ? checkMatch("revenue.match", definition.revenue.match) : []),
  ];
  if (durationMs(definition.window) > longestWindowMs)
    issues.push({ field: "window", message: "is too long", accepted: "at most three years" });
  if (definition.revenue && !definition.revenue.property.startsWith("event."))
    issues.push({ field: "revenue.property", message: "is not a property of the interaction", accepted: "event.…" });
  for (const [kpi, target] of Object.entries(definition.targets)) {
    const isShare = kpi === "completion" || kpi === "repeatContact";
    if (target < 0 || (isShare && target > 1))
      issues.push({ field: `targets.${kpi}`, message: "is out of range", accepted: isShare ? "0 to 1" : "0 or more" });
  }
  return issues;
}

function repeatedKeys(field: string, list: readonly { key: string }[]): FieldIssue[] {
  return list.flatMap(({ key }, index) =>
    list.findIndex((one) => one.key === key) < index
      ? [{ field: `${field}[${index}].key`, message: `${key} is given twice`, accepted: "a key of its own" }]
      : [],
  );
}

const checkMatches = (field: string, matches: readonly EventMatch[]): FieldIssue[] =>
  matches.flatMap((match, index) => checkMatch(`${field}[${index}]`, match));

function checkMatch(field: string, { where }: EventMatch): FieldIssue[] {
  if (!where) return [];
  const issues = checkPredicate(where, "event", `${field}.where`);
  if (JSON.stringify(where).includes('{"stage":{'))
    issues.push({
      field: `${field}.where`,
      message: "asks for a stage of a journey",
      accepted: "conditions of interactions, people and accounts",
    });
  return issues;
}
