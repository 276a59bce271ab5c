import {
  either,
  isList,
  isoText,
  isTrue,
  numberOf,
  scalarElements,
  elementText,
  textHolds,
  textOf,
  type ScalarCondition,
} from "./scalar-sql.ts";
import type { PropertyType } from "./predicate-context.ts";
import type { JsonPlace, ValueSource } from "./value-source.ts";

/** Whether a scalar of the value, any of a list, fulfils the condition. Never NULL. */
export function anyScalar(value: ValueSource, condition: ScalarCondition): string {
  if (value.kind === "moment") return textHolds(isoText(value.sql), condition);
  if (value.kind === "text") return `(${value.sql} != '' AND ${textHolds(value.sql, condition)})`;
  return inPlaces(value.places, condition);
}

/** Whether there is a value: a scalar, or a list with one. Never NULL. */
export const valueExists = (value: ValueSource): string => anyScalar(value, { text: () => "true" });

function inPlaces([place, ...others]: readonly JsonPlace[], condition: ScalarCondition): string {
  if (place === undefined) return "false";
  const holds = inPlace(place, condition);
  return others.length === 0 ? holds : `if(${inPlace(place, { text: () => "true" })}, ${holds}, ${inPlaces(others, condition)})`;
}

const scalarTypes = ["string", "number", "boolean"] as const;

function inPlace({ sql: path, types }: JsonPlace, condition: ScalarCondition): string {
  const mayBe = (type: PropertyType): boolean => types === null || types.has(type);
  const scalars = scalarTypes.filter(mayBe);
  const parts: string[] = [];
  // One kind of scalar alone is read from its own, narrow column.
  if (scalars.length === 1 && scalars[0] === "string") parts.push(existing(`${path}.:String`, condition));
  else if (scalars.length === 1 && scalars[0] === "boolean") {
    if (condition.text) parts.push(existing(`toString(${path}.:Bool)`, { text: condition.text }));
  } else if (scalars.length > 0) {
    const holds = ofScalar(path, condition);
    parts.push(mayBe("array") ? `(NOT ${isList(path)} AND ${holds})` : holds);
  }
  if (mayBe("array")) parts.push(`arrayExists(e -> ${textHolds(elementText("e"), condition)}, ${scalarElements(path)})`);
  return either(parts);
}

/** A condition that holds for every text still wants one. */
const existing = (text: string, condition: ScalarCondition): string =>
  textHolds(text, { ...condition, text: condition.text && orNull(condition.text) });
const orNull = (condition: (text: string) => string) => (text: string) =>
  condition(text) === "true" ? `isNotNull(${text})` : condition(text);

function ofScalar(path: string, { text, number }: ScalarCondition): string {
  return either([...(text ? [isTrue(orNull(text)(textOf(path)))] : []), ...(number ? [isTrue(number(numberOf(path)))] : [])]);
}

/** What reads as a moment; `instantOf` of the domain has the same. */
const isoPattern =
  "^(19[7-9]|2[0-2][0-9])[0-9]-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])(T([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9]([.][0-9]+)?)?(Z|[+-][0-9][0-9]:[0-9][0-9])?)?$";

/** The moment that a text reads as, UTC where it names no offset, or NULL; also for a day that does not exist. */
function momentOfText(text: string): string {
  const day = `substring(${text}, 1, 10)`;
  return `if(match(${text}, '${isoPattern}') AND toString(toDate32OrNull(${day})) = ${day}, parseDateTime64BestEffortOrNull(${text}, 3, 'UTC'), NULL)`;
}

/** Whether a moment of the value fulfils a condition: of a column with moments, or of ISO 8601 text. `moment` is a DateTime64 in ms. Never NULL. */
export function anyMoment(value: ValueSource, condition: (moment: string) => string): string {
  if (value.kind === "moment") return isTrue(condition(value.sql));
  return anyScalar(value, { text: (text) => condition(momentOfText(text)) });
}
