import type { Range } from "@throughline/contract";
import type { Parts } from "./ask.ts";
import { composeTrends } from "./compose-trends.ts";
import { funnel } from "./compose-funnel.ts";
import { paths } from "./compose-paths.ts";
import { withWhere, type Composed } from "./composed.ts";
import { takenSign } from "./reading.ts";
import { takeInterval, takeNouns, type Interval } from "./read-units.ts";

const thirtyDays: Range = { last: { value: 30, unit: "day" } };

/** What the words that ask say of the kind of query; the first that fits. Each takes its own words. */
export function composeQuery(parts: Parts): Composed {
  const range = parts.range ?? thirtyDays;
  return (
    journey(parts, range) ??
    lifecycle(parts, range) ??
    retention(parts, range) ??
    paths(parts, range) ??
    stickiness(parts, range) ??
    funnel(parts, range) ??
    composeTrends(parts, range)
  );
}
function journey({ reading, journeys, mentions, where }: Parts, range: Range): Composed | null {
  const [one] = journeys;
  if (!one || mentions.length > 0) return null;
  reading.take(/(?:customer )?journeys?|process|flow/);
  for (const pattern of journeyWords) while (reading.take(pattern)) continue;
  takeNouns(reading);
  if (journeys.length > 1) return { reason: "The question names more than one journey; ask about one." };
  return { query: { kind: "journey", journey: one.key, range, ...withWhere(where) } };
}
const journeyWords = [
  /(?:get|gets|getting|be|are|is) (?:stuck|lost)/,
  /stuck/,
  /drop(?:s|ping)? ?out(?: of)?/,
  /drops?|dropping|fall(?:s|ing)? off|leave|leaving/,
  /stalls?|stalling|stalled/,
  /los(?:e|ing)|lost/,
  /fail(?:s|ed|ing)?/,
  /complet(?:e|es|ed|ing|ion)(?: rate)?/,
  /finish(?:es|ed|ing)?/,
  /map/,
  /perform(?:s|ing|ance)?|doing|look(?:s|ing)?/,
  /well/,
  /stages?|steps?/,
  /abandon(?:s|ed|ing)?/,
  /(?:get|gets|getting) through|through/,
  /most/,
  /bottlenecks?/,
];

function retention({ reading, mentions, where }: Parts, range: Range): Composed | null {
  const said =
    reading.take(/(?:weekly |daily |monthly )?retention(?: rate| curve)?/) ??
    reading.take(
      /retained|(?:come|comes|came|coming) back|(?:return|returns|returned|returning)(?= )|keep(?:s)?(?: on)? (?:using|coming back)|stick around/,
    ) ??
    (mentions.length <= 2 ? reading.take(/return|returned|still active/) : null);
  if (!said) return null;
  const period = /daily/i.test(said[0]) ? "day" : /monthly/i.test(said[0]) ? "month" : (takeInterval(reading) ?? "week");
  if (period === "hour") return { reason: "Retention is counted by day, week or month." };
  const recurring = reading.take(/recurring|each time|every time/) !== null;
  const onOrAfter = reading.take(/(?:on )?or (?:after|later)|at all/) !== null;
  const afterward = reading.take(/after|following|since|once/) !== null;
  takeNouns(reading);
  if (mentions.length > 2) return { reason: "Retention has one event that begins it and one that counts as a return." };
  const [first, second] = mentions.map(({ thing }) => thing.name);
  // "who created a report come back": what began comes first; "come back and share after signing up" names the return first.
  const reversed = second !== undefined && afterward;
  const start = (reversed ? second : first) ?? null;
  const back = (reversed ? first : second) ?? null;
  reading.take(/and|to/);
  return {
    query: {
      kind: "retention",
      range: range === thirtyDays ? { last: { value: 12, unit: period } } : range,
      start: { event: start },
      return: { event: back },
      period,
      ...(recurring ? { cohort: "recurring" as const } : {}),
      ...(onOrAfter ? { criterion: "onOrAfter" as const } : {}),
      ...withWhere(where),
    },
  };
}

const state = "(?:new|returning|resurrect(?:ed|ing)|dormant)";
const lifecycleStates = new RegExp(`${state}(?:(?: and| vs| versus| or)? ${state}){1,3}`);

function lifecycle({ reading, mentions, where }: Parts, range: Range): Composed | null {
  const said =
    reading.take(/(?:user |customer )?lifecycle/) ?? reading.take(lifecycleStates) ?? reading.take(/dormant|resurrect(?:ed|ing)/);
  if (!said) return null;
  takeNouns(reading);
  if (mentions.length > 1) return { reason: "A lifecycle is about one event, or any." };
  const interval = takeInterval(reading);
  return {
    query: { kind: "lifecycle", range, ...(interval ? { interval } : {}), event: mentions[0]?.thing.name ?? null, ...withWhere(where) },
  };
}

// The time that is asked about may lie between.
const onHowMany = new RegExp(
  `sticky|stickiness|(?:on )?how many (days|weeks|months|hours)(?: (?:a|per|of the) (?:week|month|day))?(?: ${takenSign})*(?= (?:are|do|did|were))`,
);

function stickiness({ reading, mentions, where }: Parts, range: Range): Composed | null {
  const often = reading.take(onHowMany);
  if (!often) return null;
  takeNouns(reading);
  reading.take(/active|use us/);
  if (mentions.length > 1) return { reason: "Stickiness is about one event, or any." };
  const unit = often[1]?.replace(/s$/, "") as Interval | undefined;
  const interval = unit ?? takeInterval(reading);
  return {
    query: { kind: "stickiness", range, ...(interval ? { interval } : {}), event: mentions[0]?.thing.name ?? null, ...withWhere(where) },
  };
}
