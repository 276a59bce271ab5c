/** What outlives the page, as strings. Never throws: what storage refuses is kept in memory. */
export interface Store {
  get(key: string): string | null;
  set(key: string, value: string): void;
  remove(key: string): void;
  keys(): string[];
}

/**
 * `open` is called each time, as the mere access to `localStorage` throws where storage is blocked. While `allowed`
 * says no, writes stay in memory.
 */
export function createStore(open: () => Storage, allowed: () => boolean = () => true): Store {
  const memory = new Map<string, string>();
  const attempt = <Result>(work: (storage: Storage) => Result, otherwise: Result): Result => {
    try {
      return work(open());
    } catch {
      return otherwise; // blocked or full: memory takes over
    }
  };
  return {
    get: (key) => memory.get(key) ?? attempt((storage) => storage.getItem(key), null),
    set(key, value) {
      memory.set(key, value);
      if (allowed() && attempt((storage) => (storage.setItem(key, value), true), false)) memory.delete(key);
    },
    remove(key) {
      memory.delete(key);
      attempt((storage) => storage.removeItem(key), undefined);
    },
    keys: () => attempt((storage) => Object.keys(storage), []),
  };
}
