import type { FieldIssue } from "@throughline/contract";

/** A validation issue as zod reports it; other validators give `message` and `path` alone. */
export type ValidationIssue = {
  message: string;
  path?: readonly (PropertyKey | { key: PropertyKey })[];
  code?: string;
  [detail: string]: unknown;
};

/** Names the field, what was wrong, and what is accepted where the rule says so. */
export function toFieldIssue(issue: ValidationIssue): FieldIssue {
  const path = (issue.path ?? []).map((part) => String(typeof part === "object" ? part.key : part));
  if (issue.code === "unrecognized_keys") {
    return { field: [...path, ...(issue.keys as string[]).slice(0, 1)].join("."), message: "is not a field of this input" };
  }
  if (issue.code === "invalid_format" && issue.format === "regex" && !issue.message.startsWith("Invalid string"))
    // A rule in words says what is accepted; the pattern behind it says no more.
    return { field: path.join(".") || "(input)", message: "has another form", accepted: issue.message };
  const accepted = acceptedBy(issue);
  return { field: path.join(".") || "(input)", message: issue.message, ...(accepted ? { accepted } : {}) };
}

function acceptedBy(issue: ValidationIssue): string | undefined {
  switch (issue.code) {
    case "invalid_value":
      return (issue.values as unknown[]).join(", ");
    case "invalid_type":
      return String(issue.expected);
    case "too_small":
      return `${issue.inclusive === false ? "more than" : "at least"} ${String(issue.minimum)}${unit(issue)}`;
    case "too_big":
      return `${issue.inclusive === false ? "less than" : "at most"} ${String(issue.maximum)}${unit(issue)}`;
    case "invalid_format":
      return issue.format === "regex" ? String(issue.pattern) : String(issue.format);
    default:
      return undefined;
  }
}

function unit(issue: ValidationIssue): string {
  if (issue.origin === "string") return " characters";
  return issue.origin === "array" ? " items" : "";
}
