/**
 * An array as Postgres reads it, for values that need no quoting: digits, uuids, booleans, ISO times. The driver quotes and escapes each element of an array
 * that it is given, which costs more than all else of a statement over thousands of rows.
 */
export const plainArray = (values: readonly (string | number | boolean)[]): string => `{${values.join(",")}}`;
