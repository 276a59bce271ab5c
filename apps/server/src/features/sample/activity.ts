import type { Account, Person } from "./account-and-person.ts";
import { DAY } from "./calendar.ts";
import type { Calendar } from "./calendar.ts";

/** How far `at` lies between two moments, 0 to 1. */
function progress(at: number, from: number, to: number): number {
  return Math.min(1, Math.max(0, (at - from) / (to - from)));
}

/** How much an account uses the product at a moment, against what is normal for it (1). */
export function accountActivity(account: Account, at: number, calendar: Calendar): number {
  if (account.cancelled) return 0;
  const story = account.storyline;
  if (story?.kind === "fades") {
    const lowAt = calendar.daysBeforeEnd(story.recoverDay ?? story.cancelDay ?? -6);
    const decline = progress(at, calendar.daysBeforeEnd(story.fromDay), lowAt);
    const low = story.recoverDay === undefined ? 0.06 : 0.25;
    const recovery = story.recoverDay === undefined ? 0 : progress(at, lowAt, lowAt + 12 * DAY);
    return 1 - (1 - low) * decline ** 0.8 * (1 - recovery);
  }
  if (story?.kind === "outgrows") {
    return 1 + 0.8 * progress(at, calendar.daysBeforeEnd(story.fromDay + 20), calendar.endAt);
  }
  return 1;
}

/** Whether a person has a story alone, not only together with the account: chance keeps away from these. */
export function hasOwnStory(person: Person): boolean {
  const kind = person.account.storyline?.kind;
  return (kind === "champion silent" || kind === "complaint") && person === person.account.people[0];
}

/** Whether this is the person who carried the product inside the account and has gone silent. */
export function isSilentChampion(person: Person, at: number, calendar: Calendar): boolean {
  const story = person.account.storyline;
  if (story?.kind !== "champion silent" || !hasOwnStory(person)) return false;
  return at >= calendar.daysBeforeEnd(story.silentFromDay);
}

/** How much of a person's own habit is left at a moment: those who never got value from the product drift away. */
export function personActivity(person: Person, at: number, calendar: Calendar): number {
  if (at < person.joinedAt || isSilentChampion(person, at, calendar)) return 0;
  const own = accountActivity(person.account, at, calendar);
  if (!person.isNew) return own * (person.activatedAt === undefined ? 0.16 : 1);
  const days = (at - person.joinedAt) / DAY;
  const needsValue = person.role === "power user" || person.role === "admin";
  if (person.activatedAt === undefined || person.activatedAt > at) {
    return own * Math.max(needsValue ? 0.03 : 0.3, Math.exp(-days / (needsValue ? 6 : 25)));
  }
  return own * Math.exp(-days / 220);
}
