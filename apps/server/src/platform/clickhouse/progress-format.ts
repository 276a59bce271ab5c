/** Names, types and rows, with lines between them that say how much was read so far: what chDB tells of a query in no other way. */
export const progressFormat = "JSONCompactEachRowWithProgress";

/** An answer in that format → the same as text in `answerFormat`, and how many rows of tables were read for it. */
export function splitProgress(answer: string): { text: string; rowsRead: number } {
  const lines: string[] = [];
  let rowsRead = 0;
  for (const line of answer.split("\n")) {
    if (line.startsWith('{"row":')) lines.push(line.slice('{"row":'.length, -1));
    else if (line.startsWith('{"progress":'))
      rowsRead = Number((JSON.parse(line) as { progress: { read_rows: string } }).progress.read_rows);
    else if (line.startsWith('{"meta":')) {
      const { meta } = JSON.parse(line) as { meta: { name: string; type: string }[] };
      lines.push(JSON.stringify(meta.map(({ name }) => name)), JSON.stringify(meta.map(({ type }) => type)));
    }
  }
  return { text: lines.join("\n"), rowsRead };
}
