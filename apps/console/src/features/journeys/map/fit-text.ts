/** Cuts a text into at most `most` lines of so many characters; what does not fit ends in an ellipsis. Words stay whole where they can. */
export function fitText(text: string, perLine: number, most: number): string[] {
  const lines: string[] = [];
  let rest = text.trim();
  while (rest.length > perLine && lines.length + 1 < most) {
    const space = rest.lastIndexOf(" ", perLine);
    const end = space > 0 ? space : perLine;
    lines.push(rest.slice(0, end).trimEnd());
    rest = rest.slice(end).trimStart();
  }
  lines.push(rest.length > perLine ? `${rest.slice(0, Math.max(1, perLine - 1)).trimEnd()}…` : rest);
  return lines;
}
