import type { Retried } from "@throughline/contract";

/** So many are asked for at a time: some seconds at most, so that it shows how far it is and can be stopped. */
const atOnce = 50;

/**
 * Tries failed runs again part by part until none is left or somebody stops it; `onPart` is told how far it is. Who fails again is not taken a second time.
 * What was tried stays tried where a part breaks off.
 */
export async function retryInParts(
  retry: (part: { before?: string; most: number }) => Promise<Retried>,
  { onPart, isStopped }: { onPart: (soFar: Retried) => void; isStopped: () => boolean },
): Promise<Retried> {
  let soFar = await retry({ most: atOnce });
  onPart(soFar);
  while (soFar.left > 0 && !isStopped()) {
    const part = await retry({ before: soFar.before, most: atOnce });
    // Who is left out is counted anew by each.
    soFar = { ...part, tried: soFar.tried + part.tried, failedAgain: soFar.failedAgain + part.failedAgain };
    onPart(soFar);
  }
  return soFar;
}
