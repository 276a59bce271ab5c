import type { Actor, Channel } from "@throughline/contract";
import type { Person } from "./account-and-person.ts";
import { SECOND } from "./calendar.ts";
import type { Device } from "./devices.ts";
import type { Random } from "./random.ts";
import type { SampleContext, SampleMessage, SamplePage, SampleProperties } from "./sample-event.ts";
import { addressOf } from "./vocabulary/product.ts";
import type { World } from "./world.ts";

interface Visitor {
  /** Unknown until somebody signs in or signs up. */
  readonly userId?: string;
  readonly device: Device;
  readonly locale: string;
  readonly timezone: string;
  readonly groupId?: string;
  readonly campaign?: SampleContext["campaign"];
  /** A visit with the mobile app has screens instead of pages. */
  readonly app?: { readonly name: string; readonly version: string };
  /** Left out for crawlers: nobody acts. */
  readonly actor?: Actor;
}

/** One session of somebody at a device. Each act moves the visit's own clock forward. */
export interface Visit {
  readonly random: Random;
  /** The moment of the next act, in milliseconds. */
  now(): number;
  wait(fromSeconds: number, toSeconds: number): void;
  page(site: "website" | "app" | "help", name: string, path: string): void;
  screen(name: string): void;
  track(event: string, properties: SampleProperties, channel?: Channel): void;
  /** From here on the visitor is known. */
  signIn(userId: string, traits: SampleProperties, groupId: string): void;
  /** Says that the person works for an account. */
  group(groupId: string, traits: SampleProperties): void;
  /** Path of the page being looked at ("" on mobile). */
  path(): string;
}

const SITE_TITLES = { website: "Varnbrook", app: "Varnbrook Reports", help: "Varnbrook Help" } as const;

export function startVisit(world: World, visitor: Visitor, startAt: number, random: Random): Visit {
  let now = startAt;
  let { userId, groupId } = visitor;
  let page: SamplePage | undefined;
  const { model, anonymousId } = visitor.device;
  const sessionId = `ses_${random.hex(12)}`;
  const home: Channel = visitor.app ? "mobile" : "web";
  const contexts = new Map<Channel, SampleContext>();

  const contextOn = (channel: Channel): SampleContext => {
    let context = contexts.get(channel);
    if (!context) {
      context = {
        channel,
        actor: "actor" in visitor ? visitor.actor : "customer",
        sessionId,
        userAgent: model.userAgent,
        locale: visitor.locale,
        timezone: visitor.timezone,
        ...(page && { page }),
        ...(groupId && { groupId }),
        ...(visitor.campaign && { campaign: visitor.campaign }),
        ...(visitor.app && { app: visitor.app, device: model.device, os: model.os }),
      };
      contexts.set(channel, context);
    }
    return context;
  };

  const emit = (rest: Omit<SampleMessage, "anonymousId" | "userId" | "context">, channel: Channel = home): void => {
    world.emit(now, { ...rest, ...(userId && { userId }), anonymousId, context: contextOn(channel) });
    now += random.between(0.4, 2) * SECOND;
  };

  return {
    random,
    now: () => now,
    path: () => page?.path ?? "",
    wait(fromSeconds, toSeconds) {
      now += random.between(fromSeconds, toSeconds) * SECOND;
    },
    page(site, name, path) {
      const referrer = page?.url;
      page = { path, url: addressOf(site, path), title: `${name} · ${SITE_TITLES[site]}`, ...(referrer && { referrer }) };
      contexts.clear();
      emit({ type: "page", name, properties: { path, url: page.url, title: page.title } });
      now += random.between(3, 40) * SECOND;
    },
    screen(name) {
      emit({ type: "screen", name, properties: { screen: name } });
      now += random.between(2, 25) * SECOND;
    },
    track: (event, properties, channel) => emit({ type: "track", event, properties }, channel),
    signIn(knownId, traits, accountId) {
      userId = knownId;
      groupId = accountId;
      contexts.clear();
      emit({ type: "identify", traits });
    },
    group: (accountId, traits) => emit({ type: "group", groupId: accountId, traits }),
  };
}

/** A known person at one of their devices, working for `groupId` (the own account unless told otherwise). */
export function visitorOf(person: Person, device: Device, groupId: string = person.account.id): Visitor {
  return { userId: person.id, device, locale: person.country.locale, timezone: person.timezone, groupId };
}
