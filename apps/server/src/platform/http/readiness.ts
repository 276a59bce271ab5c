/** Rejects while what it looks at is not well. */
type Check = () => Promise<unknown>;

export type ReadinessCheck = {
  name: string;
  ok: boolean;
  /** While it is not well, what comes from outside is served all the same. */
  servesWithout?: boolean;
};
export type Readiness = {
  /** This step of the start is done. From now on `check` tells whether it is still well; with `servesWithout`, one that is not leaves the process ready. */
  reached(name: string, check?: Check, options?: { servesWithout: boolean }): void;
  /** Every step in order; `onFailure` hears why one is not well. */
  look(onFailure?: (name: string, error: unknown) => void): Promise<ReadinessCheck[]>;
};

/** A check that hangs counts as failed after this time. */
const checkTimeoutMs = 3000;
const notYet: Check = () => Promise.reject(new Error("not yet"));

/** What a process needs before it is of use, each by its name: nothing of it is well before it was reached. */
export function createReadiness(names: readonly string[]): Readiness {
  const checks = new Map<string, { check: Check; servesWithout: boolean }>(
    names.map((name) => [name, { check: notYet, servesWithout: false }]),
  );
  return {
    reached: (name, check = async () => {}, { servesWithout } = { servesWithout: false }) =>
      void checks.set(name, { check, servesWithout }),
    look: (onFailure = () => {}) =>
      Promise.all(
        [...checks].map(async ([name, { check, servesWithout }]) => {
          try {
            await withTimeout(check());
            return { name, ok: true, servesWithout };
          } catch (error) {
            if (check !== notYet) onFailure(name, error);
            return { name, ok: false, servesWithout };
          }
        }),
      ),
  };
}

/** The answer of `/readyz`: not ready when it cannot serve, degraded when it can, but something behind it is not well. */
export function readinessAnswer(checks: readonly ReadinessCheck[]) {
  const ready = checks.every(({ ok, servesWithout }) => ok || servesWithout);
  const well = checks.every(({ ok }) => ok);
  return {
    statusCode: ready ? 200 : 503,
    body: { status: !ready ? "not_ready" : well ? "ready" : "degraded", checks: checks.map(({ name, ok }) => ({ name, ok })) },
  };
}

async function withTimeout(work: Promise<unknown>): Promise<void> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(`no answer within ${checkTimeoutMs} ms`)), checkTimeoutMs);
  try {
    await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
