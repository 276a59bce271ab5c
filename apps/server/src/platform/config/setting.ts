/** What became of the text of a setting: a value, or everything that is wrong with it. */
export type Parsed<T> = { value: T } | { problems: string[] };

/** One setting: how it is read and what the reference page says of it. */
export type Setting<T> = {
  /** Name of the environment variable. */
  name: string;
  /** What it accepts, as shown to people. */
  type: string;
  /** Used when the variable is absent or empty. */
  fallback: T;
  /** What the reference page shows as default, where the value itself would not say it. */
  fallbackText?: string;
  doc: string;
  example: string;
  /** Never printed, not even in a list of what is wrong. */
  secret?: boolean;
  parse(text: string): Parsed<T>;
};

const wrong = (problem: string): { problems: string[] } => ({ problems: [problem] });

/** A whole number from `min` to `max`. */
export const wholeNumber =
  (min: number, max: number) =>
  (text: string): Parsed<number> => {
    const value = Number(text);
    return /^\d+$/.test(text) && value >= min && value <= max ? { value } : wrong(`must be a whole number from ${min} to ${max}`);
  };

/** One of the given words. */
export const oneOf =
  <const T extends string>(words: readonly T[]) =>
  (text: string): Parsed<T> => {
    const value = words.find((word) => word === text);
    return value === undefined ? wrong(`must be one of ${words.join(", ")}`) : { value };
  };

/** `on` or `off`. */
export const onOff = (text: string): Parsed<boolean> =>
  text === "on" || text === "off" ? { value: text === "on" } : wrong("must be on or off");

/** Words of a list, separated by commas, at least one, each at most once. */
export const listOf =
  <const T extends string>(words: readonly T[]) =>
  (text: string): Parsed<readonly T[]> => {
    const given = text
      .split(",")
      .map((part) => part.trim())
      .filter((part) => part !== "");
    const unknown = given.filter((part) => !words.some((word) => word === part));
    if (unknown.length > 0) return wrong(`has ${unknown.join(", ")}, but knows only ${words.join(", ")}`);
    if (given.length === 0) return wrong(`must name at least one of ${words.join(", ")}`);
    return { value: words.filter((word) => given.includes(word)) };
  };

/** A URL with one of the given protocols (`https:`). */
export const url =
  (...protocols: string[]) =>
  (text: string): Parsed<string> => {
    const accepted = protocols.map((protocol) => `${protocol}//`).join(" or ");
    return protocols.includes(URL.parse(text)?.protocol ?? "") ? { value: text } : wrong(`must be a URL that starts with ${accepted}`);
  };

/** The origin of an http(s) URL: no path, query or credentials, and no slash at the end. */
export const origin = (text: string): Parsed<string> => {
  const parsed = URL.parse(text);
  if (!parsed || !["http:", "https:"].includes(parsed.protocol)) return wrong("must be a URL that starts with http:// or https://");
  if (parsed.pathname !== "/" || parsed.search || parsed.hash || parsed.username)
    return wrong("must be scheme and host alone, as https://cx.example.com");
  return { value: parsed.origin };
};

/** Any text of at least `min` characters. */
export const text =
  (min: number) =>
  (given: string): Parsed<string> =>
    given.length >= min ? { value: given } : wrong(`must have at least ${min} characters`);
