import type { Range } from "@throughline/contract";
import type { Parts } from "./ask.ts";
import { composeTrends } from "./compose-trends.ts";
import { withWhere, type Composed } from "./composed.ts";
import { takeBreakdown } from "./read-breakdown.ts";
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

function paths({ reading, mentions, where }: Parts, range: Range): Composed | null {
  const leads =
    /(?:user |customer |click )?(?:paths?|flows?|routes?)(?: (?:to|from|after|before|leading to|that lead to|starting (?:with|at|from)|ending (?:with|at|in)))?/;
  const next =
    reading.take(
      /what (?:do|did) (?:people|users|customers|they|visitors|accounts) do (?:right |next |directly )?(after|before|next after)/,
    ) ??
    reading.take(/what (?:happens|happened|comes|do .{0,20}? do) (?:right |next |directly )?(after|before)/) ??
    reading.take(/where (?:do|did) (?:people|users|customers|they|visitors) go (?:next )?(after|from|before)/);
  const said = next ?? (reading.has(/(?:by|per|for each) (?:paths?|flows?|routes?)/) ? null : reading.take(leads));
  if (!said) return null;
  const isEnd = /before|to$|leading to|lead to|ending/i.test(said[0]);
  takeNouns(reading);
  if (mentions.length > 1) return { reason: "Paths begin or end at one event; the question names several." };
  const steps = reading.take(/(?:in |within |of )?(\d{1,2}) steps?/);
  const name = mentions[0]?.thing.name;
  return {
    query: {
      kind: "paths",
      range,
      nodes: reading.take(/pages?/) ? "page" : reading.take(/events?/) || name ? "event" : "both",
      ...(name ? (isEnd ? { end: name } : { start: name }) : {}),
      ...(steps ? { steps: Number(steps[1]) } : {}),
      ...withWhere(where),
    },
  };
}

function lifecycle({ reading, mentions, where }: Parts, range: Range): Composed | null {
  const said =
    reading.take(/(?:user |customer )?lifecycle/) ??
    reading.take(/new (?:and|vs|versus|or) returning(?: and (?:dormant|resurrecting|resurrected))?|dormant|resurrect(?:ed|ing)/);
  if (!said) return null;
  takeNouns(reading);
  if (mentions.length > 1) return { reason: "A lifecycle is about one event, or any." };
  const interval = takeInterval(reading);
  return {
    query: { kind: "lifecycle", range, ...(interval ? { interval } : {}), event: mentions[0]?.thing.name ?? null, ...withWhere(where) },
  };
}

function stickiness({ reading, mentions, where }: Parts, range: Range): Composed | null {
  const often = reading.take(
    /sticky|stickiness|(?:on )?how many (days|weeks|months|hours)(?: (?:a|per|of the) (?:week|month|day))?(?= (?:are|do|did|were))/,
  );
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

function funnel({ reading, mentions, where, groups }: Parts, range: Range): Composed | null {
  if (mentions.length < 2 || reading.has(/ratio|divided by/)) return null;
  const between = (at: number) =>
    reading.words
      .slice(mentions[at]?.to, mentions[at + 1]?.from)
      .map(({ text }) => text)
      .join(" ");
  const gaps = mentions.slice(1).map((_, at) => between(at));
  const named = reading.has(/funnel|conversion|convert|converts|converted|converting|drop out|drop off|drop|lose|go on|make it/);
  const forward = gaps.every(
    (gap) => /\b(then|to|before|followed by|until|lead(?:s|ing)? to|go on|went on|end(?:ed)? up|go)\b|^$/.test(gap) && !/after/.test(gap),
  );
  const backward = gaps.length === 1 && /\bafter\b/.test(gaps[0] as string);
  const listed = named && gaps.every((gap) => /^(?:and|and then|then|,|)$/.test(gap.trim()) || /\b(to|then|and)\b/.test(gap));
  if (!((forward && (named || gaps.some((gap) => gap !== ""))) || backward || listed)) return null;
  for (const pattern of funnelWords) while (reading.take(pattern)) continue;
  const window = reading.take(/within (?:a|an|one|the first )?(\d+)? ?(second|minute|hour|day|week)s?/);
  const breakdown = takeBreakdown(reading, { mentions, groups });
  const by = reading.take(/(?:per|by) sessions?|in (?:one|a|the same) session/) ? "session" : undefined;
  takeNouns(reading);
  const names = mentions.map(({ thing }) => thing.name);
  if (backward) names.reverse();
  return {
    query: {
      kind: "funnel",
      range,
      steps: names.map((event) => ({ event })),
      ...(window ? { window: { value: Number(window[1] ?? 1), unit: window[2] as "day" } } : {}),
      ...(by ? { by } : {}),
      ...(breakdown ? { breakdown } : {}),
      ...withWhere(where),
    },
  };
}
const funnelWords = [
  /(?:conversion|drop ?out|drop ?off)(?: rate)?(?= |$)/,
  /(?:convert|converts|converted|converting)/,
  /funnel/,
  /rate|ratio/,
  /what (?:share|percentage|percent|proportion|fraction)|share|percentage|percent|proportion|fraction/,
  /go on|went on|going on|end up|ended up|lead(?:s|ing)? to|make it/,
  /followed by|then|before|after|afterwards|later|until|next/,
  /drop(?:s|ping)?|lose|losing|lost/,
  /between/,
  /also|eventually|subsequently/,
  /those|steps?/,
];
