import type { FlowStep, Scalar } from "@throughline/contract";
import { isObject } from "../collect/message.ts";
import { comparison } from "../predicates/property-test.ts";
import { decimalOf, isEqualTo, textOfScalar, valuesAt } from "../predicates/values.ts";

type CallStep = Extract<FlowStep, { kind: "webhook" }>;
type Condition = CallStep["answers"][number]["when"];

/** Whether a condition on a call's answer holds; `$status` is the HTTP status. Elements of a list are reached by their number, `items.0.name`. */
function holds({ path, op, value }: Condition, status: number | null, body: unknown): boolean {
  const values: Scalar[] = path === "$status" ? (status === null ? [] : [status]) : valuesOf(body, path.split("."));
  const equal = value === null ? () => false : isEqualTo(value);
  switch (op) {
    case "exists":
      return values.length > 0;
    case "notExists":
      return values.length === 0;
    case "eq":
      return values.some(equal);
    case "neq":
      return !values.some(equal);
    case "contains":
      return value !== null && values.some((one) => textOfScalar(one).includes(textOfScalar(value)));
    default: {
      const limit = value === null ? null : decimalOf(value);
      if (limit === null) return false;
      const test = comparison(op, limit);
      return values.some((one) => {
        const number = decimalOf(one);
        return number !== null && test(number);
      });
    }
  }
}

function valuesOf(body: unknown, path: readonly string[]): Scalar[] {
  if (!Array.isArray(body)) return isObject(body) ? valuesThroughLists(body, path) : [];
  const [first = "", ...rest] = path;
  return /^\d+$/.test(first) ? valuesOf(body[Number(first)], rest) : [];
}

function valuesThroughLists(body: Parameters<typeof valuesAt>[0], path: readonly string[]): Scalar[] {
  const found = valuesAt(body, path);
  if (found.length > 0) return found;
  const [first = "", ...rest] = path;
  const inner = body[first];
  return rest.length > 0 && (Array.isArray(inner) || isObject(inner)) ? valuesOf(inner, rest) : [];
}

/** The way out of a call: of the first condition that its answer satisfies. */
export function wayOfAnswer({ answers }: CallStep, status: number | null, body: unknown): string {
  const index = answers.findIndex(({ when }) => holds(when, status, body));
  return index < 0 ? "next" : `answer:${index}`;
}
