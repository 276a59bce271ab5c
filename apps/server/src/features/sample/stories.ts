import type { Account, Person } from "./account-and-person.ts";
import { BOT_SEAM } from "./chat.ts";
import { NAMED_PEOPLE } from "./cast.ts";
import type { Storyline } from "./cast.ts";
import { PAYMENT_TRUTH } from "./checkout.ts";
import { COMPLAINT_STEPS, complainantOf } from "./complaint-story.ts";
import { VERIFICATION_TRUTH } from "./domain-verification.ts";
import type { SampleOptions } from "./generate.ts";
import { BROKEN_PAYMENT_RELEASE, BROKEN_VERIFICATION_RELEASE, releasedAt } from "./releases.ts";
import { createPopulation } from "./world.ts";
import type { Population } from "./world.ts";

interface StoryPerson {
  readonly userId: string;
  readonly name: string;
  readonly email: string;
  readonly accountId: string;
}

export interface StoryAccount {
  readonly accountId: string;
  readonly name: string;
}

/** The truth behind the sample company: what was planted, where, since when and how strongly. Rates are shares from 0 to 1. */
export interface SampleStories {
  /** A step of the onboarding where people stall since a release, mostly those with name servers of their own. */
  readonly verificationStall: {
    readonly release: string;
    readonly since: Date;
    readonly started: "Domain Verification Started";
    readonly failed: "Domain Verification Failed";
    readonly completed: "Domain Verification Completed";
    /** `properties.dnsHost` of those who are hit. */
    readonly dnsHost: "own";
    readonly error: "DNS record not found";
    readonly successBefore: number;
    /** Everybody, given that about 58 of 100 accounts run their own name servers. */
    readonly successAfter: number;
    readonly successAfterOnOwnDns: number;
    /** Share of people with a failure who then ask for help about it. */
    readonly asksForHelp: { readonly before: number; readonly afterOnOwnDns: number };
  };
  /** Since a release the payment form refuses tax numbers of the European Union. */
  readonly brokenPayment: {
    readonly release: string;
    readonly since: Date;
    readonly started: "Checkout Started";
    readonly completed: "Checkout Completed";
    readonly error: "VAT number is not valid";
    readonly currencies: readonly string[];
    readonly completionBefore: number;
    readonly completionAfterInEurope: number;
  };
  /** Hand-overs from the bot that reached a person: the first message comes again, word for word, in this share. */
  readonly botSeam: { readonly event: "Conversation Handed Over"; readonly retold: number; readonly contextPassed: number };
  /** One complaint over three channels, and a bad review at its end. */
  readonly complaint: StoryPerson & {
    readonly channels: readonly string[];
    readonly startedAt: Date;
    readonly retellings: number;
    readonly settled: false;
  };
  /** Declined for weeks, then cancelled (up to three days after `cancelsFrom`). */
  readonly fadedAndCancelled: readonly (StoryAccount & { readonly fadesFrom: Date; readonly cancelsFrom: Date })[];
  readonly fadingNow: readonly (StoryAccount & { readonly fadesFrom: Date })[];
  readonly fadedAndRecovered: readonly (StoryAccount & { readonly fadesFrom: Date; readonly recoversFrom: Date })[];
  /** Left without a decline before: a score that finds these has seen the future. */
  readonly cancelledAbruptly: readonly (StoryAccount & { readonly cancelsFrom: Date })[];
  /** At the limit of their plan from `limitFrom`; some upgraded. */
  readonly outgrowing: readonly (StoryAccount & { readonly limitFrom: Date; readonly upgradesFrom: Date | undefined })[];
  readonly silentChampions: readonly (StoryPerson & { readonly silentFrom: Date; readonly renewalAt: Date })[];
  /** Works in several accounts. */
  readonly consultant: StoryPerson & { readonly clientAccountIds: readonly string[] };
}

/** The stories of a seed and end, without generating any event. */
export function describeSampleStories({ seed, endAt }: SampleOptions): SampleStories {
  const population = createPopulation(seed, endAt);
  const day = (daysBeforeEnd: number): Date => new Date(population.calendar.daysBeforeEnd(daysBeforeEnd));
  const own = 0.58;
  const { success, successWhenBroken } = VERIFICATION_TRUTH;
  const { meetsError, completes, completesAfterError } = PAYMENT_TRUTH;
  const complainant = complainantOf(population.people);
  const fades = accountsWith(population, "fades");

  return {
    verificationStall: {
      release: BROKEN_VERIFICATION_RELEASE,
      since: new Date(releasedAt(BROKEN_VERIFICATION_RELEASE, population.calendar)),
      started: "Domain Verification Started",
      failed: "Domain Verification Failed",
      completed: "Domain Verification Completed",
      dnsHost: "own",
      error: "DNS record not found",
      successBefore: success,
      successAfter: own * successWhenBroken + (1 - own) * success,
      successAfterOnOwnDns: successWhenBroken,
      asksForHelp: { before: VERIFICATION_TRUTH.chatAfterFailures, afterOnOwnDns: VERIFICATION_TRUTH.chatAfterFailuresWhenBroken },
    },
    brokenPayment: {
      release: BROKEN_PAYMENT_RELEASE,
      since: new Date(releasedAt(BROKEN_PAYMENT_RELEASE, population.calendar)),
      started: "Checkout Started",
      completed: "Checkout Completed",
      error: "VAT number is not valid",
      currencies: ["EUR", "SEK", "PLN"],
      completionBefore: completes,
      completionAfterInEurope: (1 - meetsError) * completes + meetsError * completesAfterError,
    },
    botSeam: {
      event: "Conversation Handed Over",
      retold: BOT_SEAM.contextPassed * BOT_SEAM.retellsWithContext + (1 - BOT_SEAM.contextPassed) * BOT_SEAM.retellsWithoutContext,
      contextPassed: BOT_SEAM.contextPassed,
    },
    complaint: {
      ...asPerson(complainant),
      channels: [...new Set(COMPLAINT_STEPS.map((step) => step.channel))],
      startedAt: day(COMPLAINT_STEPS[0]?.daysBeforeEnd ?? 0),
      retellings: COMPLAINT_STEPS.filter((step) => step.retells).length,
      settled: false,
    },
    fadedAndCancelled: fades.flatMap(({ account, story }) =>
      story.cancelDay === undefined ? [] : [{ ...asAccount(account), fadesFrom: day(story.fromDay), cancelsFrom: day(story.cancelDay) }],
    ),
    fadingNow: fades.flatMap(({ account, story }) =>
      story.cancelDay === undefined && story.recoverDay === undefined ? [{ ...asAccount(account), fadesFrom: day(story.fromDay) }] : [],
    ),
    fadedAndRecovered: fades.flatMap(({ account, story }) =>
      story.recoverDay === undefined ? [] : [{ ...asAccount(account), fadesFrom: day(story.fromDay), recoversFrom: day(story.recoverDay) }],
    ),
    cancelledAbruptly: accountsWith(population, "cancels abruptly").map(({ account, story }) => ({
      ...asAccount(account),
      cancelsFrom: day(story.cancelDay),
    })),
    outgrowing: accountsWith(population, "outgrows").map(({ account, story }) => ({
      ...asAccount(account),
      limitFrom: day(story.fromDay),
      upgradesFrom: story.upgradeDay === undefined ? undefined : day(story.upgradeDay),
    })),
    silentChampions: accountsWith(population, "champion silent").map(({ account, story }) => ({
      ...asPerson(account.people[0] as Person),
      silentFrom: day(story.silentFromDay),
      renewalAt: new Date(account.renewalAt),
    })),
    consultant: describeConsultant(population),
  };
}

function describeConsultant(population: Population): SampleStories["consultant"] {
  const { account, firstName } = NAMED_PEOPLE.consultant;
  const person = population.people.find((one) => one.account.name === account && one.firstName === firstName);
  if (!person) throw new Error(`the story of the consultant needs ${firstName} at ${account}`);
  return { ...asPerson(person), clientAccountIds: person.clients.map((client) => client.id) };
}

type StoryOf<Kind extends Storyline["kind"]> = Extract<Storyline, { readonly kind: Kind }>;

function accountsWith<Kind extends Storyline["kind"]>(
  { accounts }: Population,
  kind: Kind,
): { readonly account: Account; readonly story: StoryOf<Kind> }[] {
  return accounts.flatMap((account) => (account.storyline?.kind === kind ? [{ account, story: account.storyline as StoryOf<Kind> }] : []));
}

const asAccount = (account: Account): StoryAccount => ({ accountId: account.id, name: account.name });

const asPerson = (person: Person): StoryPerson => ({
  userId: person.id,
  name: `${person.firstName} ${person.lastName}`,
  email: person.email,
  accountId: person.account.id,
});
