const slowLcpMs = 4000;
const slowInpMs = 500;
/** A window of layout shifts ends after a second without any, or after five. */
const shiftGapMs = 1000;
const shiftWindowMs = 5000;
/** INP leaves one of so many interactions out of account. */
const interactionsPerOutlier = 50;
const longestKept = 10;

export interface Vitals {
  lcpMs?: number;
  inpMs?: number;
  cls?: number;
}

/** Core Web Vitals of one page as web.dev defines them: LCP, INP (the 98th percentile of interactions), CLS (the worst window). */
export function createPageVitals() {
  let lcpMs: number | undefined;
  let worst: number | undefined;
  let sum = 0;
  let firstShiftAt = 0;
  let lastShiftAt = 0;
  let interactions = 0;
  const longest = new Map<number, number>();

  return {
    paint(at: number): void {
      lcpMs = at;
    },
    shift(at: number, value: number): void {
      if (!sum || at - lastShiftAt >= shiftGapMs || at - firstShiftAt >= shiftWindowMs) {
        sum = 0;
        firstShiftAt = at;
      }
      sum += value;
      lastShiftAt = at;
      worst = Math.max(worst ?? 0, sum);
    },
    /** One event of an interaction; an interaction takes as long as its longest event. */
    interaction(id: number, durationMs: number): void {
      if (!longest.has(id)) interactions++;
      longest.set(id, Math.max(longest.get(id) ?? 0, durationMs));
      if (longest.size > longestKept) {
        const [shortest] = [...longest].sort(([, a], [, b]) => a - b);
        longest.delete(shortest![0]);
      }
    },
    /** `total`: all interactions of the page where the browser counts them, also those too short to be told. */
    result(total = 0): Vitals {
      const durations = [...longest.values()].sort((a, b) => b - a);
      const outliers = Math.floor(Math.max(total, interactions) / interactionsPerOutlier);
      const inpMs = durations[Math.min(durations.length - 1, outliers)];
      return {
        ...(lcpMs == null ? {} : { lcpMs: Math.round(lcpMs) }),
        ...(inpMs == null ? {} : { inpMs: Math.round(inpMs) }),
        ...(worst == null ? {} : { cls: Math.round(worst * 1000) / 1000 }),
      };
    },
  };
}

/** What made a page slow, or undefined: LCP over 4 s, INP over 500 ms. */
export function slowness({ lcpMs = 0, inpMs = 0 }: Vitals): Vitals | undefined {
  const found: Vitals = { ...(lcpMs > slowLcpMs ? { lcpMs } : {}), ...(inpMs > slowInpMs ? { inpMs } : {}) };
  return Object.keys(found).length ? found : undefined;
}
