export type TextBlock = { kind: "heading" | "paragraph"; text: string } | { kind: "list"; items: string[] };

/** The blocks of a text tile: `# heading`, lines that begin with `- ` as a list, and paragraphs between empty lines. */
export function readText(text: string): TextBlock[] {
  const blocks: TextBlock[] = [];
  let isOpen = false;
  for (const line of text.split("\n").map((one) => one.trim())) {
    const last = blocks.at(-1);
    const item = /^[-*] +(.+)$/.exec(line)?.[1];
    const heading = /^#{1,3} +(.+)$/.exec(line)?.[1];
    if (heading !== undefined) blocks.push({ kind: "heading", text: heading });
    else if (item !== undefined && isOpen && last?.kind === "list") last.items.push(item);
    else if (item !== undefined) blocks.push({ kind: "list", items: [item] });
    else if (line !== "" && isOpen && last?.kind === "paragraph") last.text += ` ${line}`;
    else if (line !== "") blocks.push({ kind: "paragraph", text: line });
    isOpen = line !== "";
  }
  return blocks;
}
