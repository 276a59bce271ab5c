import { ProductError } from "@throughline/contract";

/** Room that one request holds while it is being read and taken. `hold` throws `unavailable` when there is no more. */
export type Room = { hold: (bytes: number) => void; release: () => void };
export type InFlight = { enter: () => Room; bytes: () => number; requests: () => number };

/** Bytes count once as they came and once more unpacked; parsed JSON takes some five times as much memory. */
export const inFlightLimits = { bytes: 32 * 1024 * 1024, requests: 5_000 };

/** Bounds what all requests together hold in memory: what does not fit is to be sent again in a moment (503). */
export function createInFlight(limits: { bytes: number; requests: number } = inFlightLimits): InFlight {
  let bytes = 0;
  let requests = 0;
  const full = () => new ProductError("unavailable", "Too much is being sent at once; try again.", { retryAfterSeconds: 2 });

  return {
    bytes: () => bytes,
    requests: () => requests,
    enter() {
      if (requests >= limits.requests) throw full();
      requests++;
      let held = 0;
      let released = false;
      return {
        hold(more) {
          if (released) return;
          if (bytes + more > limits.bytes) throw full();
          bytes += more;
          held += more;
        },
        release() {
          if (released) return;
          released = true;
          requests--;
          bytes -= held;
        },
      };
    },
  };
}
