/** Whether a text is a formula over the first `series` letters: numbers, letters, + - * / and brackets that close. */
export function isFormula(text: string, series: number): boolean {
  const tokens = text.match(/\d+(?:\.\d+)?|[A-Z]|[-+*/()]/gi) ?? [];
  if (tokens.join("") !== text.replaceAll(/\s/g, "") || tokens.length === 0) return false;
  let at = 0;
  const factor = (): boolean => {
    const token = tokens[at++];
    if (token === undefined) return false;
    if (token === "-") return factor();
    if (token === "(") return sum() && tokens[at++] === ")";
    return /^\d/.test(token) || (/^[A-Z]$/.test(token) && (token.codePointAt(0) ?? 0) - 65 < series);
  };
  const chain = (signs: string, part: () => boolean): boolean => {
    if (!part()) return false;
    while (at < tokens.length && signs.includes(tokens[at] ?? "")) {
      at++;
      if (!part()) return false;
    }
    return true;
  };
  const product = (): boolean => chain("*/", factor);
  const sum = (): boolean => chain("+-", product);
  return sum() && at === tokens.length;
}
