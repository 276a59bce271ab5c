import { elementText, isList, isoText, numberOf, numberOfText, scalarElements, textOf } from "./scalar-sql.ts";
import type { JsonPlace, ValueSource } from "./value-source.ts";

const noNumber = "CAST(NULL, 'Nullable(Float64)')";

/** The first of a property's values as text, NULL where there is none: what answers are broken down by. */
export function valueText(value: ValueSource): string {
  if (value.kind === "moment") return `toNullable(${isoText(value.sql)})`;
  if (value.kind === "text") return `nullIf(${value.sql}, '')`;
  const texts = value.places.map(textInPlace);
  return texts.length === 0
    ? "CAST(NULL, 'Nullable(String)')"
    : texts.length === 1
      ? (texts[0] as string)
      : `coalesce(${texts.join(", ")})`;
}

function textInPlace({ sql: path, types }: JsonPlace): string {
  if (types !== null && types.has("string") && ["number", "boolean", "array"].every((type) => !types.has(type as "number")))
    return `${path}.:String`;
  if (types !== null && !types.has("array")) return textOf(path);
  const elements = scalarElements(path);
  return `if(${isList(path)}, if(empty(${elements}), NULL, ${elementText(`arrayElement(${elements}, 1)`)}), ${textOf(path)})`;
}

/** The numbers that a property holds: one or NULL, or (`isList`) an array of them. */
export function valueNumbers(value: ValueSource): { sql: string; isList: boolean } {
  if (value.kind === "moment") return { sql: noNumber, isList: false };
  if (value.kind === "text") return { sql: numberOfText(value.sql), isList: false };
  const places = value.places.filter(({ types }) => types === null || types.has("number") || types.has("string") || types.has("array"));
  if (places.every(({ types }) => types !== null && !types.has("array"))) {
    const numbers = places.map(numberInPlace);
    return {
      sql: numbers.length === 0 ? noNumber : numbers.length === 1 ? (numbers[0] as string) : `coalesce(${numbers.join(", ")})`,
      isList: false,
    };
  }
  return { sql: numbersInPlaces(value.places), isList: true };
}

function numberInPlace({ sql: path, types }: JsonPlace): string {
  // What is a number or nothing needs no second look.
  return types !== null && !types.has("string") && !types.has("boolean") ? `accurateCastOrNull(${path}, 'Float64')` : numberOf(path);
}

/** Numbers of the first place that has a value at all. */
function numbersInPlaces([place, ...others]: readonly JsonPlace[]): string {
  if (place === undefined) return "CAST([], 'Array(Float64)')";
  const path = place.sql;
  const elements = scalarElements(path);
  const numbers = `if(${isList(path)}, arrayMap(e -> ${numberOfText(elementText("e"))}, ${elements}), [${numberOf(path)}])`;
  const own = `arrayMap(n -> assumeNotNull(n), arrayFilter(n -> isNotNull(n), ${numbers}))`;
  return others.length === 0
    ? own
    : `if(isNotNull(${path}) AND (NOT ${isList(path)} OR notEmpty(${elements})), ${own}, ${numbersInPlaces(others)})`;
}
