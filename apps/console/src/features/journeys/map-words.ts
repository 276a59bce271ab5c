import type { JourneyDefinition, JourneyKpis, JourneyMap, KpiFigure, MapStage, Seam } from "@throughline/contract";
import { formatCount, plural } from "../../ui/format-number.ts";
import { clearlyDiffer, formatBounds, formatFigure, formatRate, formatSpan } from "./format-figure.ts";
import type { Way } from "./map/lay-out-map.ts";
import { bleeds, seamSides } from "./seam-words.ts";

type Named = Pick<JourneyDefinition, "stages" | "failures">;
/** What a node of the map is called: a stage, a way to fail, or one of the ends. */
export type NameOf = (key: string) => string;

export function namesOf({ stages, failures }: Named): NameOf {
  const names = new Map([
    ["$start", "the entry"],
    ["$completed", "done"],
    ["$expired", "out of time"],
    ...stages.map(({ key, name }): [string, string] => [key, name]),
    ...failures.map(({ key, name }): [string, string] => [`$failed:${key}`, name]),
  ]);
  return (key) => names.get(key) ?? key;
}

/** A change against before: “▲ 4 %”, “▲ ×19” from tenfold on, or that there was nothing. */
export function changeOf({ value, previous }: { value: number; previous: number }): string | null {
  if (value === previous) return null;
  if (previous === 0) return "none before";
  if (value >= 10 * previous) return `▲ ×${(value / previous).toFixed(0)}`;
  const percent = (Math.abs(value - previous) / previous) * 100;
  return `${value > previous ? "▲" : "▼"} ${percent < 9.95 ? percent.toFixed(1) : percent.toFixed(0)} %`;
}

/** Whether nobody at all came in the time before: then no number can be compared with it. */
export function nothingBefore({ entered, stages }: JourneyMap): boolean {
  return entered.previous === 0 && stages.every(({ arrived }) => arrived.previous === 0);
}

/** One way of the map as a sentence: for its caption, its screen-reader name and the table. */
export function describeWay({ from, to, kind, edge }: Way, nameOf: NameOf): string {
  const { count, previous, medianSeconds } = edge;
  const verb = {
    next: `go on from ${nameOf(from)} to ${nameOf(to)}`,
    skip: `skip ahead from ${nameOf(from)} to ${nameOf(to)}`,
    done: `complete from ${nameOf(from)}`,
    leave: to === "$expired" ? `run out of time in ${nameOf(from)}` : `leave ${nameOf(from)}: ${nameOf(to)}`,
    return: `go back from ${nameOf(from)} to ${nameOf(to)}`,
    loop: `come to ${nameOf(from)} again`,
  }[kind];
  const time = medianSeconds === null ? "" : ` · median ${formatSpan(medianSeconds)}`;
  return `${formatCount(count)} ${verb} · before ${formatCount(previous)}${time}`;
}

/** Whether those who leave a stage drop out more, or less, than before: only when it is more than chance. */
export function dropOffTurn({ dropOff, previousDropOff }: Pick<MapStage, "dropOff" | "previousDropOff">): "worse" | "better" | null {
  if (dropOff.rate === null || previousDropOff.rate === null || !clearlyDiffer(dropOff, previousDropOff)) return null;
  return dropOff.rate > previousDropOff.rate ? "worse" : "better";
}

/** What bleeds in each stage, for the map: a drop-off that grew, and the worst hand-off that begins there. */
export function notesOf(map: JourneyMap, seams: readonly Seam[], compare: boolean): Map<string, string[]> {
  const notes = new Map<string, string[]>();
  const add = (stage: string, note: string) => notes.set(stage, [...(notes.get(stage) ?? []), note]);
  for (const stage of map.stages)
    if (compare && dropOffTurn(stage) === "worse" && stage.dropOff.rate !== null && stage.previousDropOff.rate !== null)
      add(stage.key, `${unbroken(stage.dropOff.rate)} drop out, was ${unbroken(stage.previousDropOff.rate)}`);
  const marked = new Set<string>();
  for (const seam of seams.filter(bleeds))
    for (const [place, { stage, crossed, harmed }] of (seam.at ?? []).entries()) {
      // Where a bleeding hand-off harms most it is always marked; elsewhere only where it harmed several.
      if (marked.has(stage) || harmed < (place === 0 ? 1 : fewHarmed) || crossed === 0) continue;
      marked.add(stage);
      const [from, to] = seamSides(seam);
      add(stage, `${from} ⇢ ${to}: ${unbroken(harmed / crossed)} lost or retold`);
    }
  return notes;
}

/** Fewer harmed than this mark no further stage. */
const fewHarmed = 5;

/** A rate whose sign stays with it where a line breaks. */
const unbroken = (rate: number): string => formatRate(rate).replace(" ", "\u00a0");

/** How a figure moved: its words, and whether that heals or bleeds (only beyond chance). */
export function figureChange(figure: KpiFigure, moreIsBetter: boolean): { text: string; tone: "good" | "bleed" | undefined } | null {
  const { current, previous, unit } = figure;
  if (current.value === null || previous.value === null) return null;
  const difference = current.value - previous.value;
  const size = unit === "share" ? (Math.abs(difference) * 100).toFixed(1) : formatFigure(Math.abs(difference), unit);
  if (Number.parseFloat(size) === 0) return { text: "as before", tone: undefined };
  const sure = clearlyDiffer(current, previous);
  const text = `${difference > 0 ? "▲" : "▼"} ${size}${unit === "share" ? " points" : ""}${sure ? "" : ", within chance"}`;
  return { text, tone: sure ? (difference > 0 === moreIsBetter ? "good" : "bleed") : undefined };
}

export type Sentence = { text: string; tone: "good" | "bleed" | undefined };

/** What changed, in at most five sentences, the gravest first; what is within chance is not called a change. */
export function whatChanged(map: JourneyMap, kpis: JourneyKpis | undefined, nameOf: NameOf, before: string): Sentence[] {
  const said: Sentence[] = [];
  const completion = kpis?.figures.find(({ kpi }) => kpi === "completion");
  if (completion && completion.current.value !== null && completion.previous.value !== null) {
    const { current, previous } = completion;
    const [now, then] = [formatRate(current.value ?? 0), formatRate(previous.value ?? 0)];
    const bounds = formatBounds(current, "share");
    const sure = clearlyDiffer(current, previous);
    const rose = (current.value ?? 0) > (previous.value ?? 0);
    said.push(
      sure
        ? {
            text: `Completion ${rose ? "rose" : "fell"} from ${then} to ${now}${bounds ? ` (${bounds})` : ""}.`,
            tone: rose ? "good" : "bleed",
          }
        : { text: `${now} complete${bounds ? ` (${bounds})` : ""}: no clear change from ${then} in ${before}.`, tone: undefined },
    );
  }
  const turned = map.stages
    .filter((stage) => dropOffTurn(stage) !== null)
    .toSorted((a, b) => shift(b) - shift(a))
    .slice(0, 2);
  for (const stage of turned) {
    const worse = dropOffTurn(stage) === "worse";
    said.push({
      text: `${nameOf(stage.key)} loses ${formatRate(stage.dropOff.rate ?? 0)} of those who leave it; in ${before} it was ${formatRate(stage.previousDropOff.rate ?? 0)}.`,
      tone: worse ? "bleed" : "good",
    });
  }
  const back = map.edges.filter(({ kind }) => kind === "return").toSorted((a, b) => b.count - a.count)[0];
  if (back && back.count > 0)
    said.push({
      text: `${plural(back.count, "time")} somebody went back from ${nameOf(back.from)} to ${nameOf(back.to)}${back.previous > 0 ? ` (${formatCount(back.previous)} before)` : ""}.`,
      tone: undefined,
    });
  const slower = map.stages
    .filter(
      ({ dwell, previousDwell }) =>
        dwell.n >= 20 && previousDwell.n >= 20 && (dwell.medianSeconds ?? 0) > (previousDwell.medianSeconds ?? Infinity) * 1.5,
    )
    .toSorted((a, b) => (b.dwell.medianSeconds ?? 0) - (a.dwell.medianSeconds ?? 0))[0];
  if (slower)
    said.push({
      text: `${nameOf(slower.key)} takes ${formatSpan(slower.dwell.medianSeconds ?? 0)} at the median, was ${formatSpan(slower.previousDwell.medianSeconds ?? 0)}.`,
      tone: undefined,
    });
  return said;
}

const shift = ({ dropOff, previousDropOff, left }: MapStage): number =>
  Math.abs((dropOff.rate ?? 0) - (previousDropOff.rate ?? 0)) * left.value;
