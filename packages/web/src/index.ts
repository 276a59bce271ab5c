import { createClient } from "./client.ts";
import type { Client } from "./client.ts";
import { guard, report, reportErrorsTo } from "./guard.ts";
import type { EventOptions, InitOptions, Properties, Purposes } from "./options.ts";

export type { EventOptions, InitOptions, Properties, Purposes };

const maxHeldCalls = 1000;
const heldCalls: ((client: Client) => unknown)[] = [];
let client: Client | undefined;
let initialised = false;

/**
 * Starts the SDK, once per page; a second call changes nothing. A page that the browser prepares in advance starts when
 * it is shown, and on a server nothing happens.
 */
export function init(options: InitOptions): void {
  if (initialised || typeof document === "undefined") return;
  initialised = true;
  reportErrorsTo(options.onError);
  const start = (): void => {
    client = guard(() => createClient(options));
    for (const call of heldCalls.splice(0)) withClient(call);
  };
  if ((document as Document & { prerendering?: boolean }).prerendering) {
    document.addEventListener("prerenderingchange", start, { once: true });
  } else start();
}

/** Records that the visitor did something. */
export function track(event: string, properties?: Properties, options?: EventOptions): void {
  withClient((to) => to.track(event, properties, options));
}

/** Says who the visitor is, what is known about them, or both; `identify({ … })` takes traits alone. */
export function identify(userId?: string | null | Properties, traits?: Properties): void {
  withClient((to) => to.identify(userId, traits));
}

/** Records a page view. Needed only with `pageViews: false`, or to give a page a name; then it replaces the automatic one. */
export function page(name?: string, properties?: Properties): void {
  withClient((to) => to.page(name, properties));
}

/** Says which account the visitor belongs to. */
export function group(groupId: string, traits?: Properties): void {
  withClient((to) => to.group(groupId, traits));
}

/** Says that two identifiers are one person; `previousId` defaults to the present one. */
export function alias(userId: string, previousId?: string): void {
  withClient((to) => to.alias(userId, previousId));
}

/** Records what the visitor agreed to. With `analytics: false` nothing but this answer is stored or sent from now on. */
export function consent(purposes: Purposes): void {
  withClient((to) => to.consent(purposes));
}

/** Forgets the visitor, as at sign-out; what follows belongs to a new anonymous one. */
export function reset(): void {
  withClient((to) => to.reset());
}

/** Sends what is queued; resolves when all is settled or an attempt failed, in which case the queue tries again later. */
export async function flush(): Promise<void> {
  await withClient((to) => to.flush());
}

/** The id of the visitor on this device; undefined before `init`. */
export function getAnonymousId(): string | undefined {
  return client && guard(client.getAnonymousId);
}

/** Calls before the start wait for it; no call throws into the page. */
function withClient<Result>(call: (client: Client) => Result): Result | undefined {
  const started = client;
  if (started) return guard(() => call(started));
  if (heldCalls.length < maxHeldCalls) heldCalls.push(call);
  else report(new Error("Too many calls before init."));
  return undefined;
}
