import { report } from "./guard.ts";

/** Tabs in other processes see a change of storage a little later than the one that made it. */
const settleMs = 500;

/**
 * Runs `work` unless another tab is at it or was just now. Only for rare work, as a page that holds a lock cannot enter
 * the back/forward cache. Where there are no locks (plain http) the work is done, at the risk of doing it twice.
 */
export function oneTabAtOnce(name: string, work: () => void): void {
  if (!navigator.locks) return work();
  navigator.locks
    .request(name, { ifAvailable: true }, (lock) => {
      if (!lock) return undefined;
      work();
      return new Promise((resolve) => setTimeout(resolve, settleMs));
    })
    .catch(report);
}
