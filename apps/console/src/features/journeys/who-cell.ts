import { channels, journeyKpis, type Cell, type Channel, type JourneyKpi } from "@throughline/contract";
import { channelLabel } from "../../ui/channel-label.ts";

export type JourneyCell = Extract<Cell, { kind: "journey" }>;
const statuses = ["now", "entered", "left", "completed", "failed", "dropped", "active", "switched", "contacted", "hindered"] as const;
const crossings = ["crossed", "lost", "repeated"] as const;

/** A number of the map as a word of the address: `entered~verify`, `move~connect~verify`, `failed~~cancelled`, `active~verify~chat`, `switched~~web~chat`, `figure~contacts`, `seam~actor:bot>human~lost`. */
export function cellToText(cell: Partial<JourneyCell>): string {
  if (cell.seam !== undefined) return ["seam", cell.seam, cell.crossing ?? "crossed"].join("~");
  if (cell.to !== undefined) return ["move", cell.stage ?? "", cell.to].join("~");
  if (cell.figure !== undefined) return ["figure", cell.figure].join("~");
  return [cell.status ?? "entered", cell.stage ?? "", cell.failure ?? cell.channel ?? "", cell.toChannel ?? ""]
    .join("~")
    .replace(/~+$/, "");
}

/** And back; null for a word that names no number. */
export function textToCell(text: string | undefined): JourneyCell | null {
  const [kind = "", a = "", b = "", c = ""] = (text ?? "").split("~");
  const base = { kind: "journey", status: "entered", crossing: "crossed" } as const;
  const crossing = crossings.find((one) => one === b);
  if (kind === "seam" && a !== "" && crossing) return { ...base, seam: a, crossing };
  if (kind === "move" && a !== "" && b !== "") return { ...base, stage: a, to: b };
  const figure = journeyKpis.find((one) => one === a);
  if (kind === "figure") return figure ? { ...base, figure } : null;
  const status = statuses.find((one) => one === kind);
  if (!status) return null;
  if (status === "active" || status === "switched") {
    const [channel, toChannel] = [channelOf(b), channelOf(c)];
    return { ...base, status, ...(a === "" ? {} : { stage: a }), ...(channel && { channel }), ...(toChannel && { toChannel }) };
  }
  return { ...base, status, ...(a === "" ? {} : { stage: a }), ...(b === "" ? {} : { failure: b }) };
}

const channelOf = (text: string): Channel | undefined => channels.find((one) => one === text);

type Names = (key: string) => string;
/** Who counts in a figure. */
export const figurePeople: Record<JourneyKpi, string> = {
  completion: "Entered and completed",
  timeMedian: "Entered and completed",
  timeP90: "Entered and completed",
  contacts: "Entered and got in touch",
  switches: "Entered and changed channel",
  repeats: "Entered and told it again",
  friction: "Entered and met friction",
  repeatContact: "Back within 7 days",
  revenue: "Entered and paid",
};

/** Who is behind a number, as the title of their list. */
export function describeCell(cell: JourneyCell, nameOf: Names, seamName: Names): string {
  if (cell.seam !== undefined) {
    const what = { crossed: "Crossed", lost: "Never arrived at", repeated: "Had to explain again at" }[cell.crossing];
    return `${what} ${seamName(cell.seam)}`;
  }
  const stage = cell.stage === undefined ? null : nameOf(cell.stage);
  if (cell.to !== undefined) return cell.to === cell.stage ? `Came to ${stage} again` : `From ${stage} to ${nameOf(cell.to)}`;
  if (cell.figure !== undefined) return figurePeople[cell.figure];
  const at = stage === null ? "" : ` from ${stage}`;
  const within = stage === null ? "" : ` in ${stage}`;
  switch (cell.status) {
    case "now":
      return stage === null ? "On their way" : `In ${stage} now`;
    case "entered":
      return stage === null ? "Entered" : `Arrived in ${stage}`;
    case "left":
      return stage === null ? "Ended" : `Left ${stage}`;
    case "dropped":
      return stage === null ? "Failed or ran out of time" : `Dropped out of ${stage}`;
    case "active":
      return `${cell.channel === undefined ? "Did anything" : `On ${channelLabel(cell.channel)}`}${within}`;
    case "switched":
      return `Changed ${cell.channel && cell.toChannel ? `from ${channelLabel(cell.channel)} to ${channelLabel(cell.toChannel)}` : "channel"}${within}`;
    case "contacted":
      return `Got in touch${within}`;
    case "hindered":
      return `Met friction${within}`;
    case "completed":
      return `Completed${at}`;
    case "failed":
      return `${cell.failure === undefined ? "Failed" : nameOf(`$failed:${cell.failure}`)}${at}`;
  }
}
