/** Elements of MJML whose content is HTML or text: what stands in them is kept as it is. */
const endings = [
  "mj-text",
  "mj-button",
  "mj-raw",
  "mj-table",
  "mj-title",
  "mj-preview",
  "mj-style",
  "mj-accordion-text",
  "mj-accordion-title",
  "mj-navbar-link",
  "mj-social-element",
];
const kept = new RegExp(`<!--[\\s\\S]*?-->|<(${endings.join("|")})(?=[\\s>])(?:"[^"]*"|'[^']*'|[^>"'])*?(?:/>|>[\\s\\S]*?</\\1\\s*>)`, "g");
const tags = /(?:\{%(?:[^%]|%(?!\}))*%\}\s*)+/g;
const elements = /<(?:"[^"]*"|'[^']*'|[^<>"'])*>/g;

/**
 * Liquid's tags (`{% if … %}`) between the elements of MJML, such as around a section, would be lost as stray text: they are put into `mj-raw`. Tags inside of texts and
 * attributes are left as they are.
 */
export function wrapTags(mjml: string): string {
  let wrapped = "";
  let at = 0;
  for (const match of mjml.matchAll(kept)) {
    wrapped += wrapBetween(mjml.slice(at, match.index)) + match[0];
    at = match.index + match[0].length;
  }
  return wrapped + wrapBetween(mjml.slice(at));
}

function wrapBetween(part: string): string {
  const wrap = (text: string) => text.replaceAll(tags, (run) => `<mj-raw>${run.trim()}</mj-raw>`);
  let wrapped = "";
  let at = 0;
  for (const match of part.matchAll(elements)) {
    wrapped += wrap(part.slice(at, match.index)) + match[0];
    at = match.index + match[0].length;
  }
  return wrapped + wrap(part.slice(at));
}
