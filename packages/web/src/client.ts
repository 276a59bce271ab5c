import { find, interactive, watchInteractions } from "./autocapture.ts";
import { consentEvent, createConsent, isConsentChange } from "./consent.ts";
import { createDelivery } from "./delivery.ts";
import { describeContext, describePage } from "./describe-context.ts";
import { elementLabel, maskPersonal } from "./element-label.ts";
import type { Friction } from "./friction/friction-deps.ts";
import { guard, listen, report } from "./guard.ts";
import { createIdentity } from "./identity.ts";
import { loadFriction } from "./load-friction.ts";
import { newId } from "./new-id.ts";
import type { EventOptions, InitOptions, Properties, Purposes } from "./options.ts";
import { createPageViews } from "./page-views.ts";
import { batchBody, postBatch } from "./post-batch.ts";
import { oneTabAtOnce } from "./one-tab-at-once.ts";
import { publicUrl } from "./public-url.ts";
import { createQueue } from "./queue.ts";
import { createStore } from "./store.ts";

/** The SDK at work on one page. */
export type Client = ReturnType<typeof createClient>;

/** Starts the SDK: takes over what earlier pages left to send, and watches what the options ask for. */
export function createClient(options: InitOptions) {
  const { writeKey, flushAfterMs = 300 } = options;
  const host = options.host.replace(/\/+$/, "");
  const url = `${host}/v1/batch`;
  const openStorage = () => localStorage;

  const store = createStore(openStorage);
  const consent = createConsent(store, options);
  const identity = createIdentity(createStore(openStorage, consent.allowed), consent.allowed, options.cookieDomain);
  const queue = createQueue(store, `tl_queue_${writeKey}_`, newId(), Date.now);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const delivery = createDelivery({
    queue,
    store,
    waitKey: `tl_wait_${writeKey}`,
    beforeSend: () => consent.allowed() || queue.keepOnly(isConsentChange),
    post: (events) => postBatch(url, batchBody(writeKey, events), document.hidden),
    beacon: (events) => !!navigator.sendBeacon?.(url, batchBody(writeKey, events)),
    schedule(work, delayMs) {
      clearTimeout(timer);
      timer = setTimeout(work, delayMs);
    },
    now: Date.now,
    random: Math.random,
  });

  const record = (type: string, fields: Properties, { timestamp, messageId, context }: EventOptions = {}): void => {
    const event = JSON.stringify({
      type,
      ...fields,
      messageId: messageId ?? newId(),
      timestamp: timestamp ?? new Date(),
      anonymousId: identity.anonymousId(),
      userId: fields.userId ?? identity.userId(),
      context: { ...describeContext(identity.sessionId(), views.referrer()), ...context },
    });
    queue.add(event);
    delivery.wake(flushAfterMs);
  };
  const send: typeof record = (...event) => {
    if (consent.allowed()) record(...event);
  };
  const track = (event: string, properties: Properties = {}, eventOptions?: EventOptions): void =>
    send("track", { event, properties }, eventOptions);
  const page = (name?: string, properties?: Properties, eventOptions?: EventOptions): void => {
    if (consent.allowed()) views.markSeen();
    send("page", { name, properties: { ...describePage(views.referrer()), ...properties } }, eventOptions);
  };
  const views = createPageViews((timestamp) => page(undefined, undefined, { timestamp }));

  const adopt = (): void => {
    if (!queue.hasOrphans()) return;
    oneTabAtOnce("tl_adopt", () => {
      queue.adopt();
      delivery.wake(flushAfterMs);
    });
  };
  const comeBack = (): void => {
    delivery.resume();
    adopt();
  };
  adopt();
  listen(window, "online", comeBack);
  listen(window, "pageshow", (event) => (event as PageTransitionEvent).persisted && comeBack());
  let friction: Friction | undefined;
  listen(window, "pagehide", () => {
    friction?.leave();
    delivery.leave();
  });
  listen(document, "visibilitychange", () => void (document.hidden ? delivery.flush() : adopt()));
  if (options.pageViews !== false) {
    guard(views.watch);
    views.check();
  }
  if (options.autocapture !== false) watchInteractions(track);
  if (options.friction) {
    const lent = {
      track,
      allowed: consent.allowed,
      listen,
      guard,
      label: elementLabel,
      find,
      interactive,
      mask: maskPersonal,
      publicUrl,
      ownUrl: host,
    };
    loadFriction().then(({ startFriction }) => (friction = startFriction(lent)), report);
  }

  return {
    track,
    page,
    identify(userId?: string | null | Properties, traits?: Properties): void {
      const onlyTraits = typeof userId === "object" ? userId : null;
      if (userId && !onlyTraits) identity.become(String(userId));
      send("identify", { traits: onlyTraits ?? traits ?? {} });
    },
    group: (groupId: string, traits: Properties = {}): void => send("group", { groupId, traits }),
    alias: (userId: string, previousId?: string): void =>
      send("alias", { userId, previousId: previousId ?? identity.userId() ?? identity.anonymousId() }),
    consent(purposes: Purposes): void {
      const before = consent.allowed();
      record("track", { event: consentEvent, properties: { purposes } });
      consent.update(purposes);
      if (!consent.allowed()) {
        identity.forget();
        queue.keepOnly(isConsentChange);
      } else if (!before && options.pageViews !== false) views.check();
    },
    reset: identity.forget,
    flush: delivery.flush,
    getAnonymousId: identity.anonymousId,
  };
}
