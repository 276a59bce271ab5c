/** A condition in SQL of one scalar: of its text, or of its number. What the SQL gives may be NULL, which is no. */
export type ScalarCondition = { text?: ((text: string) => string) | undefined; number?: ((number: string) => string) | undefined };

/** What a text must look like to be a decimal number too; as `decimalOf` of the domain has it. */
const decimalPattern = "^[+-]?[0-9]+([.][0-9]+)?([eE][+-]?[0-9]+)?$";
const numberTypes = "('Int64', 'Float64', 'UInt64')";

export const isTrue = (condition: string): string => `ifNull(${condition}, false)`;
export const either = (conditions: readonly string[]): string =>
  conditions.length === 0 ? "false" : conditions.length === 1 ? (conditions[0] as string) : `(${conditions.join(" OR ")})`;

/** The number that a text reads as, or NULL. */
export function numberOfText(text: string): string {
  const number = `toFloat64OrNull(${text})`;
  return `if(match(${text}, '${decimalPattern}') AND isFinite(${number}), ${number}, NULL)`;
}

export const textOf = (path: string): string => `CAST(${path}, 'Nullable(String)')`;
export const isList = (path: string): string => `startsWith(dynamicType(${path}), 'Array')`;

/** The number of a value of any scalar type, or NULL: numbers as they are kept, not by their text. */
export const numberOf = (path: string): string =>
  `if(dynamicType(${path}) IN ${numberTypes}, accurateCastOrNull(${path}, 'Float64'), ${numberOfText(textOf(path))})`;

/** Does a text fulfil the condition, that may also read as a number? */
export const textHolds = (sql: string, { text, number }: ScalarCondition): string =>
  either([...(text ? [isTrue(text(sql))] : []), ...(number ? [isTrue(number(numberOfText(sql)))] : [])]);

/** Elements of a list that are scalars, as JSON; none where there is no list. */
export const scalarElements = (path: string): string =>
  `arrayFilter(e -> e != 'null' AND NOT match(e, '^[{\\\\[]'), JSONExtractArrayRaw(if(${isList(path)}, ifNull(toJSONString(${path}), ''), '')))`;

/** An element (as JSON) as text. */
export const elementText = (json: string): string => `if(startsWith(${json}, '"'), JSONExtractString(${json}), ${json})`;

/** A moment as ISO 8601 text in UTC, with milliseconds. */
export const isoText = (moment: string): string => `concat(replaceOne(toString(${moment}), ' ', 'T'), 'Z')`;
