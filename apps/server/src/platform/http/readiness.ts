/** Rejects while what it looks at is not well. */
type Check = () => Promise<unknown>;

export type ReadinessCheck = { name: string; ok: boolean };
export type Readiness = {
  /** This step of the start is done. From now on `check` tells whether it is still well. */
  reached(name: string, check?: Check): void;
  /** Every step in order; `onFailure` hears why one is not well. */
  look(onFailure?: (name: string, error: unknown) => void): Promise<ReadinessCheck[]>;
};

/** A check that hangs counts as failed after this time. */
const checkTimeoutMs = 3000;
const notYet: Check = () => Promise.reject(new Error("not yet"));

/** What a process needs before it is of use, each by its name: nothing of it is well before it was reached. */
export function createReadiness(names: readonly string[]): Readiness {
  const checks = new Map<string, Check>(names.map((name) => [name, notYet]));
  return {
    reached: (name, check = async () => {}) => void checks.set(name, check),
    look: (onFailure = () => {}) =>
      Promise.all(
        [...checks].map(async ([name, check]) => {
          try {
            await withTimeout(check());
            return { name, ok: true };
          } catch (error) {
            if (check !== notYet) onFailure(name, error);
            return { name, ok: false };
          }
        }),
      ),
  };
}

/** The answer of `/readyz`. */
export function readinessAnswer(checks: readonly ReadinessCheck[]) {
  const ready = checks.every(({ ok }) => ok);
  return { statusCode: ready ? 200 : 503, body: { status: ready ? "ready" : "not_ready", checks } };
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
