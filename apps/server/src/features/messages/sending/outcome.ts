/** What came of giving a message to a provider. */
export type Outcome =
  | { state: "sent"; providerId: string | null }
  /** Definitely not taken; it can be tried again. */
  | { state: "retry"; reason: string }
  /** Definitely not taken, and no message of this channel would be: the provider refuses us as we are set up. A person has to put that right; until then what is to be sent waits. */
  | { state: "misconfigured"; reason: string }
  /** Definitely not taken, for good. `bounce` when it was the address: `hard` when there is nobody there. */
  | { state: "failed"; reason: string; bounce?: "hard" | "soft" }
  /** It was given away, and nobody said whether it was taken. */
  | { state: "unknown"; reason: string };

const minuteMs = 60_000;
/** The pauses before the second and later tries: a greylist lets in after some minutes, a server that is down is back within hours. */
const pausesMs = [1, 5, 15, 30, 60, 120, 240, 480].map((minutes) => minutes * minuteMs);
/** Tries before it is given up: some sixteen hours. */
export const mostTries = pausesMs.length + 1;

/** When to try again after so many tries, in ms; null: no more. */
export const pauseAfter = (tries: number): number | null => pausesMs[tries - 1] ?? null;

/** So long a message waits for somebody to put its channel right. */
export const longestMisconfiguredMs = 3 * 24 * 60 * minuteMs;

/** A provider is given this long, from the look-up of its name to its last word. */
export const providerTimeoutMs = 60_000;
/** After that long without news the sender is dead, or as good as: what it was at is unknown. */
export const leaseMs = 180_000;
