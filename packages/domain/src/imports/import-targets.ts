import type { FieldIssue, importKinds, ImportMapping } from "@throughline/contract";

export type ImportKind = (typeof importKinds)[number];

const messageTargets = ["messageId", "userId", "anonymousId", "groupId", "timestamp"] as const;

/** What a column may become, by kind of file: fields of their own, and objects that take any name behind a dot. */
const targets: Record<ImportKind, { fields: readonly string[]; objects: readonly string[] }> = {
  events: { fields: ["event", "type", "name", ...messageTargets, "previousId"], objects: ["properties", "traits", "context"] },
  people: { fields: ["email", ...messageTargets], objects: ["traits"] },
  accounts: { fields: messageTargets, objects: ["traits"] },
};

/** Of each group, one has to be there: without it no row of the file can be used. */
const needed: Record<ImportKind, readonly (readonly string[])[]> = {
  events: [["event", "type"], ["userId", "anonymousId"], ["timestamp"]],
  people: [["userId", "anonymousId", "email"]],
  accounts: [["groupId"]],
};

const maxPathLength = 200;
const maxPathDepth = 8;
const forbiddenSegments = new Set(["__proto__", "constructor", "prototype"]);

/** Where columns that mean nothing else go. */
export const restObject = (kind: ImportKind): "properties" | "traits" => (kind === "events" ? "properties" : "traits");

export const isObjectTarget = (target: string): boolean => ["properties", "traits", "context"].includes(target);

/** Every target of a kind, for people to read. */
export const acceptedTargets = (kind: ImportKind): string =>
  [...targets[kind].fields, ...targets[kind].objects.flatMap((object) => [object, `${object}.<name>`])].join(", ");

export function isTarget(kind: ImportKind, target: string): boolean {
  if (targets[kind].fields.includes(target) || targets[kind].objects.includes(target)) return true;
  const [object = "", ...path] = target.split(".");
  return (
    targets[kind].objects.includes(object) &&
    target.length <= maxPathLength &&
    path.length > 0 &&
    path.length <= maxPathDepth &&
    path.every((name) => name.trim() !== "" && !forbiddenSegments.has(name))
  );
}

/**
 * Everything that is wrong with a mapping, naming columns. `columns` are those of the file; of JSON lines also what lies inside of them
 * (`user.id`) can be mapped.
 */
export function checkMapping(
  kind: ImportKind,
  mapping: ImportMapping,
  file: { columns: readonly string[]; format: "csv" | "jsonl" },
): FieldIssue[] {
  const issues: FieldIssue[] = [];
  const taken = new Map<string, string>();
  const seen = new Set<string>();
  const known = (column: string) =>
    file.columns.includes(column) || (file.format === "jsonl" && file.columns.includes(column.split(".")[0] as string));
  for (const { column, target } of mapping) {
    const wrong = (message: string, accepted: string) =>
      issues.push({ field: column, message: `The column “${column}” ${message}`, accepted });
    if (!known(column)) wrong("is not in the file.", file.columns.slice(0, 100).join(", "));
    else if (seen.has(column)) wrong("is mapped twice.", "one target for each column");
    seen.add(column);
    if (target === null) continue;
    const other = taken.get(target);
    if (!isTarget(kind, target)) wrong(`cannot become “${target}” in a file of ${kind}.`, acceptedTargets(kind));
    else if (other !== undefined) wrong(`cannot become “${target}” too: “${other}” does already.`, acceptedTargets(kind));
    else taken.set(target, column);
  }
  return [...issues, ...clashes(taken)];
}

/** `properties.a` cannot be a value and hold `properties.a.b` at once. */
function clashes(taken: ReadonlyMap<string, string>): FieldIssue[] {
  return [...taken].flatMap(([target, column]) => {
    const within = target
      .split(".")
      .slice(0, -1)
      .map((_, index, path) => path.slice(0, index + 1).join("."))
      .find((parent) => !isObjectTarget(parent) && taken.has(parent));
    if (within === undefined) return [];
    return [
      {
        field: column,
        message: `The column “${column}” cannot become “${target}”: “${taken.get(within)}” becomes “${within}”, which is then no object.`,
        accepted: "another name",
      },
    ];
  });
}

/** What is missing before a file of this kind can be read; empty when it can start. */
export function missingTargets(kind: ImportKind, mapping: ImportMapping): FieldIssue[] {
  const mapped = new Set(mapping.map(({ target }) => target));
  return needed[kind]
    .filter((group) => !group.some((target) => mapped.has(target)))
    .map((group) => ({
      field: group[0] as string,
      message: `No column becomes ${group.join(" or ")}.`,
      accepted: `a column of the file as ${group.join(" or ")}`,
    }));
}
