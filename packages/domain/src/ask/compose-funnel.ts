import type { Range } from "@throughline/contract";
import type { Parts } from "./ask.ts";
import { withWhere, type Composed } from "./composed.ts";
import { takeBreakdown } from "./read-breakdown.ts";
import { takeNouns } from "./read-units.ts";
import { takenSign, type Reading } from "./reading.ts";

const accounts = "(?:accounts?|companies|company|organi[sz]ations?|workspaces?)";
const share = new RegExp(
  `(?:share|percentage|percent|proportion|fraction) of (?:all |the |our )?(?:people|users|customers|visitors|${accounts}|${takenSign})`,
);
const named = /funnel|conversion|convert|converts|converted|converting|drop out|drop off|drop|lose|go on|make it/;
const howLong =
  /how long (?:does|do|did) (?:it|people|users|customers|accounts) (?:usually |typically )?take|(?:average |median |mean |typical )?time(?: it takes)?(?= (?:from|between))/;

/** Steps one after another: how many get from each to the next, and how long that takes. */
export function funnel({ reading, mentions: all, where, groups }: Parts, range: Range): Composed | null {
  const excluded = all.filter(({ from }) => isExcluded(reading, from));
  const mentions = all.filter((mention) => !excluded.includes(mention));
  if (mentions.length < 2 || reading.has(/ratio|divided by/)) return null;
  const gaps = mentions.slice(1).map((next, at) => textBetween(reading, mentions[at]?.to ?? 0, next.from));
  const isNamed = reading.has(named) || reading.has(howLong);
  const forward = gaps.every(
    (gap) =>
      /\b(then|to|into|becom(?:e|es|ing)|became|before|followed by|until|lead(?:s|ing)? to|go on|went on|end(?:ed)? up|go)\b|^$/.test(
        gap,
      ) && !/after/.test(gap),
  );
  const backward = gaps.length === 1 && /\bafter\b/.test(gaps[0] as string);
  const listed = isNamed && gaps.every((gap) => /^(?:and|and then|then|,|)$/.test(gap.trim()) || /\b(to|then|and)\b/.test(gap));
  // "What share of people who sign up verify their email": those behind, of those before.
  const shared = mentions.length === 2 && reading.has(share) && /^(?:also|then|later|ever|actually)?$/.test(gaps[0] as string);
  if (!((forward && (isNamed || gaps.some((gap) => gap !== ""))) || backward || listed || shared)) return null;
  const ofAccounts = reading.has(
    new RegExp(`(?:share|percentage|percent|proportion|fraction) of (?:all |the |our )?${accounts}|how many ${accounts}`),
  );
  const perAccount = reading.take(new RegExp(`(?:per|by) ${accounts}`)) !== null;
  for (const pattern of [howLong, ...funnelWords]) while (reading.take(pattern)) continue;
  const window = reading.take(/within (?:a|an|one|the first )?(\d+)? ?(second|minute|hour|day|week)s?/);
  const breakdown = takeBreakdown(reading, { mentions, groups });
  const bySession = reading.take(/(?:per|by) sessions?|in (?:one|a|the same) session/) !== null;
  const by = bySession ? "session" : ofAccounts || perAccount ? "account" : undefined;
  takeNouns(reading);
  // A later step is fulfilled by the first that comes after the one before: "from sign-up to the first report created".
  for (const { from } of mentions.slice(1)) if (reading.words[from - 1]?.text === "first") reading.takeWords(from - 1, 1);
  for (const { from } of excluded) takeExclusion(reading, from);
  const names = mentions.map(({ thing }) => thing.name);
  if (backward) names.reverse();
  return {
    query: {
      kind: "funnel",
      range,
      steps: names.map((event) => ({ event })),
      ...(window ? { window: { value: Number(window[1] ?? 1), unit: window[2] as "day" } } : {}),
      ...(excluded.length > 0 ? { exclude: excluded.map(({ thing }) => ({ event: thing.name, from: 0, to: names.length - 1 })) } : {}),
      ...(by ? { by } : {}),
      ...(breakdown ? { breakdown } : {}),
      ...withWhere(where),
    },
  };
}

/** "without a failure in between" */
const leadOfExclusion = (reading: Reading, from: number): number | null => {
  let at = from - 1;
  while (/^(?:a|an|any|the)$/.test(reading.words[at]?.text ?? "")) at--;
  return /^(?:without|excluding)$/.test(reading.words[at]?.text ?? "") ? at : null;
};
const isExcluded = (reading: Reading, from: number): boolean => leadOfExclusion(reading, from) !== null;
function takeExclusion(reading: Reading, from: number): void {
  const at = leadOfExclusion(reading, from);
  if (at !== null) reading.takeWords(at, from - at);
  reading.take(/in between|between/);
}

const textBetween = (reading: Reading, from: number, to: number): string =>
  reading.words
    .slice(from, to)
    .map(({ text }) => text)
    .join(" ");

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
  /turn(?:s|ed|ing)?|into|becom(?:e|es|ing)|became/,
  /also|eventually|subsequently/,
  /those|steps?/,
];
