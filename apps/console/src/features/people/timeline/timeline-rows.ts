import type { Interaction } from "@throughline/contract";
import { plural } from "../../../ui/format-number.ts";
import { describeInteraction, type Description, type InteractionTone, type Story } from "./describe-interaction.ts";
import type { Session, TimelineDay } from "./group-timeline.ts";

/** How much is shown: a line for each visit; what matters, with the steps between in one line; or every step. */
export type Detail = "sessions" | "story" | "steps";

export type SummaryPart = { text: string; tone: InteractionTone };
export type EntryRow = { type: "entry"; key: string; entry: Interaction; description: Description; session: Session; alone: boolean };
export type TimelineRow =
  | { type: "day"; key: string; date: string; count: number; partial: boolean }
  | { type: "session"; key: string; session: Session; partial: boolean; open: boolean; summary: SummaryPart[] }
  | { type: "fold"; key: string; entries: Interaction[]; open: boolean; summary: SummaryPart[] }
  | EntryRow;

export type RowOptions = {
  detail: Detail;
  story: Story;
  /** Keys of sessions and folds that the reader opened or closed against the default. */
  toggled: ReadonlySet<string>;
  /** This interaction is shown whatever is closed. */
  focus: string | null;
  /** Older interactions are not loaded: counts of what reaches to the end are not final. */
  hasMore: boolean;
};

/** Fewer quiet steps than this stand for themselves. */
const foldFrom = 3;

/** The timeline as the flat rows that a list of any length can show. */
export function timelineRows(days: readonly TimelineDay[], options: RowOptions): TimelineRow[] {
  const oldest = options.hasMore
    ? days
        .at(-1)
        ?.sessions.flatMap(({ entries }) => entries)
        .reduce((a, b) => (a.at < b.at ? a : b))
    : undefined;
  return days.flatMap((day) => {
    const { date, sessions } = day;
    const count = sessions.reduce((sum, { entries }) => sum + entries.length, 0);
    const heading: TimelineRow = { type: "day", key: date, date, count, partial: options.hasMore && day === days.at(-1) };
    return [
      heading,
      ...sessions.flatMap((session) => sessionRows(session, oldest !== undefined && session.entries.includes(oldest), options)),
    ];
  });
}

function sessionRows(session: Session, partial: boolean, options: RowOptions): TimelineRow[] {
  const { entries, key, isThread } = session;
  const rows = (isThread ? entries.toReversed() : entries).map((entry): EntryRow => ({
    type: "entry",
    key: entry.id,
    entry,
    description: describeInteraction(entry, options.story),
    session,
    alone: entries.length === 1,
  }));
  if (entries.length === 1) return rows;
  const open = (options.detail !== "sessions") !== options.toggled.has(key) || holds(entries, options.focus);
  const header: TimelineRow = { type: "session", key, session, partial, open, summary: summarise(rows) };
  if (!open) return [header];
  return [header, ...(options.detail === "steps" ? rows : folded(rows, options))];
}

/** Runs of quiet steps become one row that says what they were. */
function folded(rows: readonly EntryRow[], { toggled, focus }: RowOptions): TimelineRow[] {
  const result: TimelineRow[] = [];
  let run: EntryRow[] = [];
  const flush = () => {
    const [first] = run;
    if (first && run.length >= foldFrom) {
      // The oldest step names the run: it stays the same while new ones arrive.
      const entries = run.map(({ entry }) => entry);
      const key = `fold ${(run.at(-1) ?? first).key}`;
      const open = toggled.has(key) || holds(entries, focus);
      result.push({ type: "fold", key, entries, open, summary: summarise(run) });
      if (open) result.push(...run);
    } else result.push(...run);
    run = [];
  };
  for (const row of rows) {
    if (isQuiet(row)) run.push(row);
    else {
      flush();
      result.push(row);
    }
  }
  flush();
  return result;
}

const holds = (entries: readonly Interaction[], focus: string | null) =>
  focus !== null && entries.some(({ id, messageId }) => id === focus || messageId === focus);

/** A step that nobody needs to read one by one. */
function isQuiet({ entry, description }: EntryRow): boolean {
  return (
    description.tone === "neutral" &&
    description.message === null &&
    (entry.kind === "page" || entry.kind === "screen" || entry.kind === "track") &&
    entry.actor === "customer"
  );
}

const shownParts = 5;

/** “Domain Check Failed ×2, Report Created, 5 pages”: what bleeds first, then what heals, messages, by how often; views last. */
export function summarise(rows: readonly EntryRow[]): SummaryPart[] {
  const counts = new Map<string, { count: number; rank: number; tone: InteractionTone; counted: boolean }>();
  for (const { entry, description } of rows) {
    const view = entry.kind === "page" || entry.kind === "screen";
    const counted = view || description.message !== null;
    const label = view ? entry.kind : counted ? "message" : entry.name;
    const tone = counted ? "neutral" : description.tone;
    const rank = tone === "bleed" ? 0 : tone === "good" ? 1 : view ? 4 : counted ? 2 : 3;
    const known = counts.get(label);
    counts.set(label, {
      count: (known?.count ?? 0) + 1,
      rank: Math.min(rank, known?.rank ?? rank),
      tone: known && known.rank < rank ? known.tone : tone,
      counted,
    });
  }
  const ordered = [...counts].toSorted(([, a], [, b]) => a.rank - b.rank || b.count - a.count);
  const parts = ordered.slice(0, shownParts).map(([label, { count, tone, counted }]): SummaryPart => ({
    tone,
    text: counted ? plural(count, label) : count === 1 ? label : `${label} ×${count}`,
  }));
  return ordered.length > shownParts ? [...parts, { tone: "neutral", text: `${ordered.length - shownParts} more` }] : parts;
}
