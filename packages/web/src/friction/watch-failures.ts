import type { Emit } from "./emit.ts";
import type { FrictionDeps } from "./friction-deps.ts";

const maxMessageLength = 200;

/**
 * Watches for uncaught errors and failed requests (status 500 and more, or none at all), other than the SDK's own. The page's own calls
 * of `fetch` and `XMLHttpRequest` go on as they were, with their answers and errors.
 */
export function watchFailures(deps: FrictionDeps, emit: Emit, failed: (message: string) => void): void {
  const { guard, listen, mask } = deps;
  const told = new Set<string>();
  const isNew = (message: string): boolean => !told.has(message) && !!told.add(message);
  let leaving = false;

  const uncaught = (error: unknown, source?: string, line?: number): void => {
    const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    const message = mask(text).slice(0, maxMessageLength);
    failed(message);
    if (isNew(message)) emit("Uncaught Error", { message, source: source && localPath(source), line: line || undefined });
  };
  listen(window, "error", (event) => {
    if (event instanceof ErrorEvent) uncaught(event.error ?? event.message, event.filename, event.lineno);
  });
  listen(window, "unhandledrejection", (event) => uncaught((event as PromiseRejectionEvent).reason));
  listen(window, "pagehide", () => void (leaving = true));
  listen(window, "pageshow", () => void (leaving = false));

  const localPath = (href: string): string => {
    const { origin, pathname } = new URL(href, location.href);
    return origin === location.origin ? pathname : origin + pathname;
  };
  const settled = (method: string, href: string, status: number, startedAt: number): void => {
    if ((status && status < 500) || leaving || href.startsWith(deps.ownUrl)) return;
    const url = localPath(href);
    const what = method.toUpperCase();
    failed(`${what} ${url}: ${status || "no answer"}`);
    const durationMs = Math.round(performance.now() - startedAt);
    if (isNew(`${what} ${url} ${status}`)) emit("Request Failed", { url, method: what, status, durationMs });
  };

  const { fetch } = window;
  window.fetch = function (this: unknown, ...args) {
    const at = performance.now();
    const tell = (status: number): void => {
      guard(() => {
        const [input, options] = args;
        const request = input instanceof Request ? input : undefined;
        settled(options?.method ?? request?.method ?? "GET", new URL(request?.url ?? String(input), document.baseURI).href, status, at);
      });
    };
    // The promise handed on is the only one that can be rejected: whether that is handled stays the page's own matter.
    return fetch.apply(this as Window, args).then(
      (response) => (tell(response.status), response),
      (error: unknown) => {
        if ((error as Error | undefined)?.name !== "AbortError") tell(0);
        throw error;
      },
    );
  };

  const { open } = XMLHttpRequest.prototype;
  XMLHttpRequest.prototype.open = function (this: XMLHttpRequest, ...args: unknown[]) {
    guard(() => {
      const at = performance.now();
      const href = new URL(String(args[1]), document.baseURI).href;
      const over = new AbortController();
      const tell = (): void => {
        over.abort();
        guard(() => settled(String(args[0]), href, this.status, at));
      };
      for (const end of ["load", "error", "timeout"]) this.addEventListener(end, tell, { signal: over.signal });
    });
    return (open as (...all: unknown[]) => void).apply(this, args);
  } as typeof open;
}
