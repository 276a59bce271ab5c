import { planUpgrades, planUsageReports } from "./account-usage.ts";
import { planComplaint } from "./complaint-story.ts";
import { introduceKnownPeople, liveThrough } from "./daily-life.ts";
import { deliverReports } from "./deliveries.ts";
import { sendMails } from "./emails.ts";
import { createEventQueue } from "./event-queue.ts";
import { recordReleases } from "./feature-adoption.ts";
import { planAppUpdates } from "./mobile.ts";
import { planOnboarding } from "./onboarding.ts";
import { speakInPublic } from "./public-voice.ts";
import { planRenewals } from "./renewals.ts";
import type { SampleEvent } from "./sample-event.ts";
import { planCancellations, planInvoices } from "./subscriptions.ts";
import { planTrials } from "./trials.ts";
import { planCrawlers, planStrangers } from "./website-traffic.ts";
import { createPopulation } from "./world.ts";
import type { World } from "./world.ts";

export interface SampleOptions {
  /** Same seed and same end: same bytes. */
  readonly seed: number;
  /** The moment at which the 90 days of history end. */
  readonly endAt: Date;
}

/**
 * The 90 days of the sample company in order of time, one UTC date at a time: a few days' events are in memory at once.
 * Nested objects may be shared between events; treat what you get as read only.
 */
export function* generateSampleEvents({ seed, endAt }: SampleOptions): Generator<SampleEvent> {
  const population = createPopulation(seed, endAt);
  const { calendar } = population;
  const queue = createEventQueue(calendar);
  const agenda = new Map<number, (() => void)[]>();
  let today = -1;

  const world: World = {
    ...population,
    emit: queue.push,
    schedule(at, task) {
      if (at >= calendar.endAt) return;
      const date = calendar.dateOf(at);
      const tasks = agenda.get(date);
      if (date <= today) task();
      else if (tasks) tasks.push(task);
      else agenda.set(date, [task]);
    },
  };
  planEverything(world);

  const idPrefix = `sample-${seed}-${Math.floor(endAt.getTime() / 1_000).toString(36)}`;
  let count = 0;
  // A local date begins up to 14 hours before the UTC date of the same name, so a date is complete only after the next was lived.
  for (let date = 0; date <= calendar.lastDate + 1; date++) {
    today = date;
    for (const task of agenda.get(date) ?? []) task();
    agenda.delete(date);
    liveThrough(world, date);
    sendMails(world, date);
    deliverReports(world, date);
    speakInPublic(world, date);
    for (const { at, message } of queue.drain(date - 1)) {
      yield { ...message, messageId: `${idPrefix}-${(count++).toString(36)}`, timestamp: new Date(at).toISOString() };
    }
  }
}

/** What is known before the first day: dates on which something will happen to somebody. */
function planEverything(world: World): void {
  introduceKnownPeople(world);
  recordReleases(world);
  planOnboarding(world);
  planComplaint(world);
  planUsageReports(world);
  planInvoices(world);
  planTrials(world);
  planUpgrades(world);
  planRenewals(world);
  planCancellations(world);
  planAppUpdates(world);
  planStrangers(world);
  planCrawlers(world);
}
