import type { Cell } from "@throughline/contract";

export type JourneyCell = Extract<Cell, { kind: "journey" }>;
const statuses = ["now", "entered", "left", "completed", "failed", "dropped"] as const;
const crossings = ["crossed", "lost", "repeated"] as const;

/** A number of the map as a word of the address: `entered~verify`, `move~connect~verify`, `failed~~cancelled`, `seam~actor:bot>human~lost`. */
export function cellToText(cell: Partial<JourneyCell>): string {
  if (cell.seam !== undefined) return ["seam", cell.seam, cell.crossing ?? "crossed"].join("~");
  if (cell.to !== undefined) return ["move", cell.stage ?? "", cell.to].join("~");
  return [cell.status ?? "entered", cell.stage ?? "", cell.failure ?? ""].join("~").replace(/~+$/, "");
}

/** And back; null for a word that names no number. */
export function textToCell(text: string | undefined): JourneyCell | null {
  const [kind = "", a = "", b = ""] = (text ?? "").split("~");
  const base = { kind: "journey", status: "entered", crossing: "crossed" } as const;
  const crossing = crossings.find((one) => one === b);
  if (kind === "seam" && a !== "" && crossing) return { ...base, seam: a, crossing };
  if (kind === "move" && a !== "" && b !== "") return { ...base, stage: a, to: b };
  const status = statuses.find((one) => one === kind);
  if (!status) return null;
  return { ...base, status, ...(a === "" ? {} : { stage: a }), ...(b === "" ? {} : { failure: b }) };
}

type Names = (key: string) => string;

/** Who is behind a number, as the title of their list. */
export function describeCell(cell: JourneyCell, nameOf: Names, seamName: Names): string {
  if (cell.seam !== undefined) {
    const what = { crossed: "Crossed", lost: "Never arrived at", repeated: "Had to explain again at" }[cell.crossing];
    return `${what} ${seamName(cell.seam)}`;
  }
  const stage = cell.stage === undefined ? null : nameOf(cell.stage);
  if (cell.to !== undefined) return cell.to === cell.stage ? `Came to ${stage} again` : `From ${stage} to ${nameOf(cell.to)}`;
  const at = stage === null ? "" : ` from ${stage}`;
  switch (cell.status) {
    case "now":
      return stage === null ? "On their way" : `In ${stage} now`;
    case "entered":
      return stage === null ? "Entered" : `Arrived in ${stage}`;
    case "left":
      return stage === null ? "Ended" : `Left ${stage}`;
    case "dropped":
      return stage === null ? "Failed or ran out of time" : `Dropped out of ${stage}`;
    case "completed":
      return `Completed${at}`;
    case "failed":
      return `${cell.failure === undefined ? "Failed" : nameOf(`$failed:${cell.failure}`)}${at}`;
  }
}
