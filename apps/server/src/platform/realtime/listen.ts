import pg from "pg";

/** The channels on which processes wake each other. Payloads are empty: whoever wakes reads what is new from the stores. */
const channels = [
  "throughline_log",
  "throughline_processed",
  "throughline_settings",
  "throughline_state",
  "throughline_own",
  "throughline_messages",
] as const;
export type NewsChannel = (typeof channels)[number];

/**
 * Listens on one connection of its own and calls back on news. A connection that breaks is made again, and then everybody is woken,
 * since news may have been missed meanwhile.
 */
export function createNews(deps: { url: string; onError: (error: unknown) => void }) {
  const listeners = new Map<NewsChannel, Set<() => void>>();
  let client: pg.Client | null = null;
  let closed = false;
  let retry: NodeJS.Timeout | null = null;
  const tell = (channel: string) => listeners.get(channel as NewsChannel)?.forEach((listener) => listener());

  async function connect(): Promise<void> {
    const fresh = new pg.Client({ connectionString: deps.url, application_name: "throughline news", keepAlive: true });
    fresh.on("notification", ({ channel }) => tell(channel));
    fresh.on("error", (error) => {
      if (closed) return;
      deps.onError(error);
      scheduleReconnect();
    });
    try {
      await fresh.connect();
      await fresh.query(channels.map((channel) => `LISTEN ${channel}`).join(";"));
      if (closed) throw new Error("Closed while connecting.");
    } catch (error) {
      fresh.end().catch(() => {});
      throw error;
    }
    client = fresh;
    for (const channel of listeners.keys()) tell(channel);
  }

  function scheduleReconnect(): void {
    client?.end().catch(() => {});
    client = null;
    if (closed) return;
    retry ??= setTimeout(() => {
      retry = null;
      connect().catch((error: unknown) => {
        if (!closed) deps.onError(error);
        scheduleReconnect();
      });
    }, 1_000);
  }

  return {
    start: connect,
    on(channel: NewsChannel, listener: () => void): () => void {
      const set = listeners.get(channel) ?? new Set();
      listeners.set(channel, set.add(listener));
      return () => set.delete(listener);
    },
    async close(): Promise<void> {
      closed = true;
      if (retry) clearTimeout(retry);
      await client?.end();
    },
  };
}
export type News = ReturnType<typeof createNews>;
