import type { Account, Person } from "./account-and-person.ts";
import { buildAccounts } from "./accounts.ts";
import { createCalendar } from "./calendar.ts";
import type { Calendar } from "./calendar.ts";
import { buildPeople } from "./people.ts";
import { createRandom } from "./random.ts";
import type { Random } from "./random.ts";
import type { SampleMessage } from "./sample-event.ts";

/** Who exists, before anything happens: the same for the same seed and end. */
export interface Population {
  readonly calendar: Calendar;
  readonly random: Random;
  readonly accounts: readonly Account[];
  readonly people: readonly Person[];
}

/** What the parts of the generator work on. */
export interface World extends Population {
  /** Puts a message on the timeline at a moment that is not before the date being generated. */
  emit(at: number, message: SampleMessage): void;
  /** Runs a task when the date of `at` is generated (at once when that date has begun). */
  schedule(at: number, task: () => void): void;
}

/** The 300 accounts and 2,500 people of a seed. */
export function createPopulation(seed: number, endAt: Date): Population {
  const calendar = createCalendar(endAt);
  const random = createRandom(`sample/${seed}`);
  const seeds = buildAccounts(random.fork("accounts"), calendar);
  const people = buildPeople(seeds, random.fork("people"), calendar);
  return { calendar, random, accounts: seeds.map((seed) => seed.account), people };
}
