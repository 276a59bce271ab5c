/** The order of a breakdown's groups, rows of `n` and `value`: the largest first, then by text, those without a value last. */
export const rankedGroups = "n DESC, isNull(value), value";
