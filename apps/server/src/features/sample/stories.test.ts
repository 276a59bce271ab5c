import { beforeAll, describe, expect, test } from "vitest";
import { generateSampleEvents } from "./generate.ts";
import { describeSampleStories } from "./stories.ts";
import type { StoryAccount } from "./stories.ts";

const DAY = 86_400_000;
const options = { seed: 11, endAt: new Date("2026-03-10T14:23:11.000Z") };
const end = options.endAt.getTime();
const stories = describeSampleStories(options);

interface Entry {
  readonly at: number;
  readonly name: string;
  readonly userId: string | undefined;
  readonly accountId: string | undefined;
  readonly channel: string | undefined;
  readonly actor: string | undefined;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** Only what the stories are about: what accounts do in the product is counted by day instead of kept. */
const entries: Entry[] = [];
const productActs = new Map<string, number[]>();
const KEPT =
  /^(Domain|Checkout|Payment Form|Conversation|Message|Ticket|Call|Review Posted|Survey Answered|Plan Limit|Subscription|Rage Click|Renewal)/;
const watched = new Set([stories.consultant.userId, stories.complaint.userId, ...stories.silentChampions.map((one) => one.userId)]);

beforeAll(() => {
  for (const { event, type, userId, context, timestamp, properties } of generateSampleEvents(options)) {
    const at = Date.parse(timestamp);
    const accountId = context?.groupId;
    if (accountId && userId && context.actor === "customer" && (context.channel === "web" || context.channel === "mobile")) {
      const days = productActs.get(accountId) ?? Array<number>(91).fill(0);
      const day = Math.floor((end - at) / DAY);
      days[day] = (days[day] ?? 0) + 1;
      productActs.set(accountId, days);
    }
    if (!KEPT.test(event ?? "") && !watched.has(userId ?? "")) continue;
    entries.push({
      at,
      name: event ?? type,
      userId,
      accountId,
      channel: context?.channel,
      actor: context?.actor,
      properties: properties ?? {},
    });
  }
}, 120_000);

const named = (name: string): Entry[] => entries.filter((entry) => entry.name === name);
const share = (list: readonly unknown[], of: readonly unknown[]): number => list.length / of.length;

/** Acts in the product a day, between two counts of days before the end. */
function actsADay({ accountId }: StoryAccount, fromDay: number, toDay: number): number {
  const days = (productActs.get(accountId) ?? []).slice(Math.max(0, Math.floor(toDay)), Math.floor(fromDay));
  return days.reduce((sum, count) => sum + count, 0) / Math.max(1, days.length);
}
const daysBeforeEnd = (date: Date): number => (end - date.getTime()) / DAY;

describe("the step where people stall", () => {
  const story = stories.verificationStall;
  const since = story.since.getTime();

  const outcomes = (dnsHost?: string): { before: number; after: number; n: number } => {
    const first = new Map<string, Entry>();
    for (const entry of named(story.started)) {
      if (entry.userId && !first.has(entry.userId)) first.set(entry.userId, entry);
    }
    const done = new Set(named(story.completed).map((entry) => entry.userId));
    const started = [...first.values()].filter(
      (entry) => entry.at < end - 3 * DAY && (!dnsHost || entry.properties["dnsHost"] === dnsHost),
    );
    const [before, after] = [started.filter((entry) => entry.at < since), started.filter((entry) => entry.at >= since)];
    const rate = (list: Entry[]): number =>
      share(
        list.filter((entry) => done.has(entry.userId)),
        list,
      );
    return { before: rate(before), after: rate(after), n: after.length };
  };

  test("succeeds as often as planted before the release, and clearly less after it", () => {
    const { before, after, n } = outcomes();
    expect(n).toBeGreaterThan(60);
    expect(before).toBeGreaterThan(story.successBefore - 0.08);
    expect(before).toBeLessThan(story.successBefore + 0.08);
    expect(after).toBeLessThan(before - 0.08);
    expect(Math.abs(after - story.successAfter)).toBeLessThan(0.13);
  });

  test("hits those with their own name servers, and spares the others", () => {
    const own = outcomes(story.dnsHost);
    const hosted = outcomes("hosted");
    expect(own.after).toBeLessThan(own.before - 0.15);
    expect(hosted.after).toBeGreaterThan(own.after + 0.1);
  });

  test("fails with the error of the story, and people click in anger", () => {
    const failures = named(story.failed).filter((entry) => entry.at >= since && entry.properties["dnsHost"] === "own");
    expect(
      share(
        failures.filter((entry) => entry.properties["error"] === story.error),
        failures,
      ),
    ).toBeGreaterThan(0.75);
    const rage = named("Rage Click").filter((entry) => entry.properties["path"] === "/onboarding/domain");
    const ragePerDay = (from: number, to: number): number =>
      rage.filter((entry) => entry.at >= from && entry.at < to).length / ((to - from) / DAY);
    expect(ragePerDay(since, end)).toBeGreaterThan(3 * ragePerDay(end - 90 * DAY, since));
  });

  test("brings more chats about it", () => {
    const chats = named("Conversation Started").filter(
      (entry) => entry.channel === "chat" && entry.properties["topic"] === "domain verification",
    );
    const after = chats.filter((entry) => entry.at >= since).length / 17;
    const before = chats.filter((entry) => entry.at < since).length / 73;
    expect(after).toBeGreaterThan(1.5 * before);
  });
});

test("since its release the payment form costs purchases in the European Union, and nowhere else", () => {
  const story = stories.brokenPayment;
  const completion = (european: boolean, after: boolean): number => {
    const here = (entry: Entry): boolean =>
      story.currencies.includes(String(entry.properties["currency"])) === european && entry.at >= story.since.getTime() === after;
    return share(named(story.completed).filter(here), named(story.started).filter(here));
  };
  expect(completion(true, false)).toBeGreaterThan(story.completionBefore - 0.1);
  expect(completion(false, true)).toBeGreaterThan(story.completionBefore - 0.12);
  expect(Math.abs(completion(true, true) - story.completionAfterInEurope)).toBeLessThan(0.13);
  const errors = named("Payment Form Failed");
  expect(errors.length).toBeGreaterThan(50);
  expect(errors.every((entry) => entry.at >= story.since.getTime())).toBe(true);
});

test("about 38 of 100 people explain again, word for word, when the bot hands them to a person", () => {
  const opening = new Map<unknown, string>();
  const answered = new Set<unknown>();
  const retold = new Set<unknown>();
  const handed = new Set(
    named(stories.botSeam.event)
      .filter((entry) => entry.properties["from"] === "bot")
      .map((entry) => entry.properties["conversationId"]),
  );
  for (const { name, actor, channel, properties } of entries) {
    const id = properties["conversationId"];
    if (channel !== "chat" || !handed.has(id)) continue;
    const text = String(properties["text"] ?? "");
    if (name === "Message Sent" && actor === "agent") answered.add(id);
    if (name !== "Message Received") continue;
    const first = opening.get(id);
    if (first === undefined) opening.set(id, text);
    else if (text.includes(first)) retold.add(id);
  }
  expect(answered.size).toBeGreaterThan(250);
  expect(Math.abs(retold.size / answered.size - stories.botSeam.retold)).toBeLessThan(0.08);
});

test("one complaint crosses chat, e-mail and phone, is told four times, and ends in a bad review", () => {
  const { userId, startedAt, retellings } = stories.complaint;
  const mine = entries.filter((entry) => entry.userId === userId && entry.at >= startedAt.getTime());
  const told = mine.filter((entry) => /mixes euros and pesos/.test(JSON.stringify(entry.properties)));
  expect(told).toHaveLength(1 + retellings);
  expect(new Set(told.map((entry) => entry.channel))).toEqual(new Set(["chat", "email", "phone"]));
  expect(mine.find((entry) => entry.name === "Review Posted")?.properties["rating"]).toBe(1);
  expect(mine.filter((entry) => entry.name === "Ticket Settled" || entry.name === "Ticket Reopened").at(-1)?.name).toBe("Ticket Reopened");
});

describe("accounts that fade", () => {
  test("are at least twelve that decline for weeks and then cancel", () => {
    const cancelled = new Map(named("Subscription Cancelled").map((entry) => [entry.accountId, entry.at]));
    const declined = stories.fadedAndCancelled.filter((account) => {
      const from = daysBeforeEnd(account.fadesFrom);
      const cancels = daysBeforeEnd(account.cancelsFrom);
      expect(from - cancels).toBeGreaterThan(38);
      expect(cancelled.get(account.accountId)).toBeGreaterThanOrEqual(account.cancelsFrom.getTime());
      return actsADay(account, cancels + 14, cancels) < 0.6 * actsADay(account, 90, from - 5);
    });
    expect(declined.length).toBeGreaterThanOrEqual(12);
  });

  test("do nothing in the product once they have cancelled", () => {
    for (const account of stories.fadedAndCancelled)
      expect(actsADay(account, Math.max(0, daysBeforeEnd(account.cancelsFrom) - 5), 0)).toBe(0);
  });

  test("are also some that are still here, and some that came back", () => {
    const change = (list: readonly StoryAccount[], late: [number, number], early: [number, number]): number =>
      list.reduce((sum, account) => sum + actsADay(account, ...late), 0) /
      list.reduce((sum, account) => sum + actsADay(account, ...early), 0);
    expect(stories.fadingNow.length).toBeGreaterThanOrEqual(5);
    expect(change(stories.fadingNow, [14, 0], [85, 42])).toBeLessThan(0.5);
    expect(stories.fadedAndRecovered).toHaveLength(3);
    expect(change(stories.fadedAndRecovered, [14, 0], [50, 36])).toBeGreaterThan(1.4);
  });

  test("are not the ones that leave without a warning", () => {
    for (const account of stories.cancelledAbruptly) {
      const cancels = daysBeforeEnd(account.cancelsFrom);
      expect(actsADay(account, cancels + 14, cancels)).toBeGreaterThan(0);
    }
    const sum = (days: (account: (typeof stories.cancelledAbruptly)[number]) => number): number =>
      stories.cancelledAbruptly.reduce((total, account) => total + days(account), 0);
    const last = sum((account) => actsADay(account, daysBeforeEnd(account.cancelsFrom) + 21, daysBeforeEnd(account.cancelsFrom)));
    expect(last).toBeGreaterThan(0.65 * sum((account) => actsADay(account, 90, daysBeforeEnd(account.cancelsFrom) + 21)));
  });
});

test("accounts that outgrow their plan meet its limit again and again, from their day on, until they upgrade", () => {
  const upgrades = new Map(named("Subscription Upgraded").map((entry) => [entry.accountId, entry.at]));
  for (const account of stories.outgrowing) {
    const hits = named("Plan Limit Reached").filter((entry) => entry.accountId === account.accountId);
    expect(hits.length, account.name).toBeGreaterThanOrEqual(4);
    expect(hits[0]?.at).toBeGreaterThan(account.limitFrom.getTime() - 8 * DAY);
    const upgradedAt = upgrades.get(account.accountId);
    expect(upgradedAt === undefined, account.name).toBe(account.upgradesFrom === undefined);
    // Who was at work in the hours of the upgrade may still have met the old limit.
    if (upgradedAt !== undefined) expect(hits.filter((entry) => entry.at > upgradedAt + DAY)).toEqual([]);
  }
});

test("champions fall silent while their renewal comes near", () => {
  for (const { userId, silentFrom, renewalAt } of stories.silentChampions) {
    const acts = entries.filter((entry) => entry.userId === userId && entry.actor === "customer");
    expect(acts.filter((entry) => entry.at < silentFrom.getTime()).length).toBeGreaterThan(100);
    expect(acts.filter((entry) => entry.at >= silentFrom.getTime() + DAY)).toEqual([]);
    expect(renewalAt.getTime()).toBeGreaterThan(end);
    expect(renewalAt.getTime()).toBeLessThan(end + 60 * DAY);
  }
});

test("the consultant works in the accounts of all clients", () => {
  const { userId, accountId, clientAccountIds } = stories.consultant;
  const workplaces = new Set(entries.filter((entry) => entry.userId === userId && entry.channel === "web").map((entry) => entry.accountId));
  expect(clientAccountIds).toHaveLength(5);
  expect([...workplaces].sort()).toEqual([accountId, ...clientAccountIds].sort());
});
