import { jsonBelow, jsonPath } from "./json-path.ts";
import type { PropertyType } from "./predicate-context.ts";

/** A text column, in which the empty text means that there is nothing. */
export type TextValue = { kind: "text"; sql: string };
/** A column with a moment. As text it is ISO 8601 in UTC with milliseconds. */
export type MomentValue = { kind: "moment"; sql: string };
/** A path into a JSON column; `types` are all that its values were ever seen with, null if that is not known. */
export type JsonValue = { kind: "json"; column: string; names: readonly string[]; types: ReadonlySet<PropertyType> | null };
export type ValueSource = TextValue | MomentValue | JsonValue;

/** A condition in SQL of one scalar: of its text, or of its number. What the SQL gives may be NULL, which is no. */
export type ScalarCondition = { text?: ((text: string) => string) | undefined; number?: ((number: string) => string) | undefined };

/** What a text must look like to be a decimal number too. */
export const decimalPattern = "^[+-]?([0-9]+([.][0-9]*)?|[.][0-9]+)([eE][+-]?[0-9]+)?$";

const numberTypes = "('Int64', 'Float64', 'UInt64')";
const isTrue = (condition: string): string => `ifNull(${condition}, false)`;
const either = (conditions: string[]): string => (conditions.length === 1 ? (conditions[0] as string) : `(${conditions.join(" OR ")})`);
const asNumber = (text: string): string => `if(match(${text}, '${decimalPattern}'), toFloat64OrNull(${text}), NULL)`;
const isoText = (moment: string): string => `concat(replaceOne(toString(${moment}), ' ', 'T'), 'Z')`;

/** Whether a scalar of the value, any of a list, fulfils the condition. Never NULL. */
export function anyScalar(value: ValueSource, condition: ScalarCondition): string {
  if (value.kind === "moment") return ofText(isoText(value.sql), condition);
  if (value.kind === "text") return `(${value.sql} != '' AND ${ofText(value.sql, condition)})`;
  const { types } = value;
  const path = jsonPath(value.column, value.names);
  const mayBe = (type: PropertyType): boolean => types === null || types.has(type);
  const text = `CAST(${path}, 'Nullable(String)')`;
  const isList = `startsWith(dynamicType(${path}), 'Array')`;
  const parts: string[] = [];
  // One kind of scalar alone is read from its own, narrow column.
  const scalars = (["string", "number", "boolean"] as const).filter(mayBe);
  if (scalars.length === 1 && scalars[0] === "string") parts.push(ofText(`${path}.:String`, condition));
  else if (scalars.length === 1 && scalars[0] === "boolean") {
    if (condition.text) parts.push(isTrue(condition.text(`toString(${path}.:Bool)`)));
  } else if (scalars.length > 0) {
    const holds = ofDynamic(path, text, condition);
    parts.push(mayBe("array") ? `(NOT ${isList} AND ${holds})` : holds);
  }
  if (mayBe("array"))
    parts.push(`(${isList} AND arrayExists(e -> ${ofElement("e", condition)}, JSONExtractArrayRaw(ifNull(toJSONString(${path}), ''))))`);
  return parts.length === 0 ? "false" : either(parts);
}

/** A text that may also read as a number. */
function ofText(text: string, { text: ofString, number }: ScalarCondition): string {
  return either([...(ofString ? [isTrue(ofString(text))] : []), ...(number ? [isTrue(number(asNumber(text)))] : [])]);
}

/** A value of any scalar type: numbers are compared as they are kept, not by their text. */
function ofDynamic(path: string, text: string, condition: ScalarCondition): string {
  const parts: string[] = [];
  if (condition.text) parts.push(isTrue(condition.text(text)));
  if (condition.number) {
    const number = `multiIf(dynamicType(${path}) IN ${numberTypes}, accurateCastOrNull(${path}, 'Float64'), match(${text}, '${decimalPattern}'), toFloat64OrNull(${text}), NULL)`;
    parts.push(isTrue(condition.number(number)));
  }
  return either(parts);
}

/** An element of a list, as JSON. Objects, lists and null match nothing. */
function ofElement(json: string, condition: ScalarCondition): string {
  const text = `if(startsWith(${json}, '"'), JSONExtractString(${json}), ${json})`;
  return `(${json} != 'null' AND NOT match(${json}, '^[{\\\\[]') AND ${ofText(text, condition)})`;
}

/** Whether there is a value: a scalar, a list or an object. */
export function valueExists(value: ValueSource): string {
  if (value.kind === "moment") return "true";
  if (value.kind === "text") return `${value.sql} != ''`;
  const scalar = `isNotNull(${jsonPath(value.column, value.names)})`;
  if (value.types !== null && !value.types.has("object")) return scalar;
  return `(${scalar} OR NOT empty(${jsonBelow(value.column, value.names)}))`;
}

/** The value as one text, NULL where there is none: what answers are broken down by. A list is its JSON. */
export function valueText(value: ValueSource): string {
  if (value.kind === "moment") return isoText(value.sql);
  if (value.kind === "text") return `nullIf(${value.sql}, '')`;
  const path = jsonPath(value.column, value.names);
  if (value.types !== null && value.types.size === 1 && value.types.has("string")) return `${path}.:String`;
  const text = `CAST(${path}, 'Nullable(String)')`;
  return value.types === null || value.types.has("array") ? `if(startsWith(dynamicType(${path}), 'Array'), toJSONString(${path}), ${text})` : text;
}

/** The value as one number, NULL where it is none: what is summed and averaged. */
export function valueNumber(value: ValueSource): string {
  if (value.kind === "moment") return "CAST(NULL, 'Nullable(Float64)')";
  if (value.kind === "text") return asNumber(value.sql);
  const path = jsonPath(value.column, value.names);
  const { types } = value;
  if (types !== null && !types.has("number") && !types.has("string")) return "CAST(NULL, 'Nullable(Float64)')";
  if (types !== null && !types.has("string") && !types.has("boolean")) return `accurateCastOrNull(${path}, 'Float64')`;
  const text = `CAST(${path}, 'Nullable(String)')`;
  return `multiIf(dynamicType(${path}) IN ${numberTypes}, accurateCastOrNull(${path}, 'Float64'), match(${text}, '${decimalPattern}'), toFloat64OrNull(${text}), NULL)`;
}

const isoPattern = "^[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]+)?)?(Z|[+-][0-9]{2}:?[0-9]{2})?)?$";

/** Whether a moment of the value fulfils a condition: of a column with moments, or of ISO 8601 text. `moment` is a DateTime64 in ms. */
export function anyMoment(value: ValueSource, condition: (moment: string) => string): string {
  if (value.kind === "moment") return isTrue(condition(value.sql));
  return anyScalar(value, {
    text: (text) => condition(`if(match(${text}, '${isoPattern}'), parseDateTime64BestEffortOrNull(${text}, 3, 'UTC'), NULL)`),
  });
}
