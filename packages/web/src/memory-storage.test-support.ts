/** A `localStorage` for tests; `quota` is the number of characters it holds. */
export function memoryStorage(quota = Infinity): Storage {
  const values: Record<string, string> = {};
  const methods = {
    getItem: (key: string) => values[key] ?? null,
    setItem(key: string, value: string) {
      if (Object.values({ ...values, [key]: value }).join("").length > quota) throw new Error("QuotaExceededError");
      values[key] = value;
    },
    removeItem: (key: string) => void delete values[key],
  };
  return new Proxy(methods, {
    ownKeys: () => Object.keys(values),
    getOwnPropertyDescriptor: () => ({ configurable: true, enumerable: true }),
  }) as Storage;
}
