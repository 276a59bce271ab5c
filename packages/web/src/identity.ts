import { newId } from "./new-id.ts";
import type { Store } from "./store.ts";

const anonymousKey = "tl_anonymous_id";
const userKey = "tl_user_id";
const sessionKey = "tl_session";
const sessionIdleMs = 30 * 60_000;
const yearSeconds = 31_536_000;

/** Who the visitor is, the same in every tab: read from the store each time, as another tab may have changed it. */
export interface Identity {
  anonymousId(): string;
  userId(): string | undefined;
  /** Another user on the same device starts with an anonymous id of their own. */
  become(userId: string): void;
  /** The session of this moment; a new one after 30 minutes without any event. */
  sessionId(): string;
  /** Forgets everything; whoever comes next is somebody new. */
  forget(): void;
}

/** The anonymous id is kept in the store and in a cookie, so that either one restores the other. */
export function createIdentity(store: Store, allowed: () => boolean, cookieDomain?: string): Identity {
  const writeCookie = (value: string, maxAgeSeconds: number): void => {
    document.cookie =
      `${anonymousKey}=${value};path=/;max-age=${maxAgeSeconds};samesite=lax` +
      (location.protocol === "https:" ? ";secure" : "") +
      (cookieDomain ? `;domain=${cookieDomain}` : "");
  };
  const readCookie = (): string | undefined => new RegExp(`${anonymousKey}=([\\w-]+)`).exec(document.cookie)?.[1];

  let savedId: string | undefined;
  const anonymousId = (): string => {
    const id = (allowed() && readCookie()) || store.get(anonymousKey) || newId();
    if (id === savedId) return id;
    store.set(anonymousKey, id);
    if (allowed()) {
      writeCookie(id, yearSeconds);
      savedId = id;
    }
    return id;
  };
  const forget = (): void => {
    [anonymousKey, userKey, sessionKey].forEach(store.remove);
    writeCookie("", 0);
  };
  return {
    anonymousId,
    userId: () => store.get(userKey) ?? undefined,
    become(userId) {
      const previous = store.get(userKey);
      if (previous && previous !== userId) forget();
      store.set(userKey, userId);
    },
    sessionId() {
      const [id, lastAt] = (store.get(sessionKey) ?? "").split(" ");
      const current = id && Date.now() - Number(lastAt) < sessionIdleMs ? id : newId();
      store.set(sessionKey, `${current} ${Date.now()}`);
      return current;
    },
    forget,
  };
}
