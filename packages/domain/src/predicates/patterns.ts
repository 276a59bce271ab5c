import { RE2JS, RE2JSException } from "re2js";

const compiled = (pattern: string): RE2JS => RE2JS.compile(pattern, RE2JS.DOTALL);

/** A test for RE2 patterns as ClickHouse's `match` has them: found anywhere in the text, `.` also stands for a line break. Throws RE2JSException for what is no pattern. */
export function patternTest(pattern: string): (text: string) => boolean {
  const regex = compiled(pattern);
  return (text) => regex.test(text);
}

/** Why a text is no RE2 pattern, or null where it is one. */
export function patternIssue(pattern: string): string | null {
  try {
    compiled(pattern);
    return null;
  } catch (error) {
    if (error instanceof RE2JSException) return error.message;
    throw error;
  }
}
