/** Bound values of one statement: each becomes a placeholder, so that no value ever stands in the SQL itself. */
export type Parameters = {
  /** Binds a value and gives its placeholder, such as `{p0:String}`. Types are ClickHouse's. The same value of the same type is bound once. */
  add(value: unknown, type: string): string;
  /** `{workspaceId:UUID}`. */
  readonly workspace: string;
  /** What belongs into the statement's `params`. */
  readonly values: Record<string, unknown>;
};

/** The parameters of one statement about a workspace. */
export function createParameters(workspaceId: string): Parameters {
  const values: Record<string, unknown> = { workspaceId };
  const placeholders = new Map<string, string>();
  return {
    values,
    workspace: "{workspaceId:UUID}",
    add(value, type) {
      const key = `${type} ${JSON.stringify(value)}`;
      const known = placeholders.get(key);
      if (known !== undefined) return known;
      const name = `p${placeholders.size}`;
      const placeholder = `{${name}:${type}}`;
      placeholders.set(key, placeholder);
      values[name] = value;
      return placeholder;
    },
  };
}
