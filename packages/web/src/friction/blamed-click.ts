/** A failure within this time of a click is put down to it. */
const blameMs = 1000;

/** Finds error clicks: a failure soon after a click. One click is blamed once. */
export function createBlame<Place>(blame: (place: Place, message: string) => void) {
  let last: { at: number; place: Place } | undefined;
  return {
    click(at: number, place: Place): void {
      last = { at, place };
    },
    failure(at: number, message: string): void {
      if (!last || at - last.at > blameMs) return;
      const { place } = last;
      last = undefined;
      blame(place, message);
    },
  };
}
