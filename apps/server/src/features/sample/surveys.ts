import type { Channel } from "@throughline/contract";
import type { Person } from "./account-and-person.ts";
import { DAY, MINUTE } from "./calendar.ts";
import { record } from "./record.ts";
import { SURVEY_COMMENTS } from "./vocabulary/phrases.ts";
import type { World } from "./world.ts";

/** The surveys of the company. Scales: nps 0–10, csat 1–5, ces 1–7 ("made it easy for me to …"). */
const SURVEYS = {
  nps: { surveyId: "nps-relationship", low: 0, high: 10, answered: 0.36 },
  csat: { surveyId: "csat-support", low: 1, high: 5, answered: 0.33 },
  ces: { surveyId: "ces-onboarding", low: 1, high: 7, answered: 0.42 },
} as const;

interface SurveyRequest {
  readonly kind: keyof typeof SURVEYS;
  readonly channel: Channel;
  /** What made us ask. */
  readonly trigger: string;
  /** How pleased the person is, 0 to 1; the answer scatters around it. */
  readonly mood: number;
}

/** Shows a survey; most people close it or leave it, some answer, a few of them with a comment. */
export function askSurvey(world: World, person: Person, at: number, { kind, channel, trigger, mood }: SurveyRequest): void {
  const { random } = person;
  const { surveyId, low, high, answered } = SURVEYS[kind];
  person.lastSurveyAt = at;
  record(world, person, at, { channel, actor: "system" }, "Survey Shown", { surveyId, kind, trigger });
  const later = at + random.between(0.1, 4) * MINUTE;
  if (random.chance(answered)) {
    const wanted = low + (high - low) * Math.min(1, Math.max(0, random.normal(mood, 0.2)));
    const score = Math.round(wanted);
    const tone = score >= high - (high - low) * 0.15 ? "good" : score > low + (high - low) * 0.6 ? "middling" : "bad";
    const answer = { surveyId, kind, trigger, score };
    const said = random.chance(0.32) ? { ...answer, comment: random.pick(SURVEY_COMMENTS[tone]) } : answer;
    record(world, person, later, { channel, actor: "customer" }, "Survey Answered", said);
  } else if (random.chance(0.6)) {
    record(world, person, later, { channel, actor: "customer" }, "Survey Dismissed", { surveyId, kind, trigger });
  }
}

/** The relationship question, at most once in the 90 days and only for people who know the product. */
export function maybeAskNps(world: World, person: Person, at: number): void {
  if (at - person.joinedAt < 30 * DAY || person.lastSurveyAt > 0 || !person.random.chance(0.13)) return;
  const stuck = person.stalledAt === undefined ? 0 : 0.35;
  askSurvey(world, person, at, { kind: "nps", channel: "in_app", trigger: "quarterly", mood: 0.42 + person.account.health * 0.6 - stuck });
}
