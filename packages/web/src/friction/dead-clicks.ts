/** So long something may take to answer a click. */
export const answerMs = 2500;
/** Scrolling and selecting belong to a click only when they follow at once. */
const atOnceMs = 100;
const visibilityMs = 1000;

/** Signs of life: "answer" is a change of the document, a navigation, or an effect such as a field that changed. */
export type Sign = "answer" | "scroll" | "selection" | "visibility";

interface Waiting<Place> {
  pressedAt: number;
  at: number;
  element: unknown;
  place: Place;
}

/** Finds clicks on what looks clickable that nothing answered. Times in milliseconds on any clock that only goes forward. */
export function createDeadClicks<Place>(dead: (place: Place) => void) {
  let waiting: Waiting<Place>[] = [];
  const lastAt: Partial<Record<Sign, number>> = {};

  const answers = (sign: Sign, signAt: number, { pressedAt, at }: Waiting<Place>): boolean => {
    if (sign === "visibility") return Math.abs(signAt - at) <= visibilityMs;
    return signAt >= pressedAt && signAt <= at + (sign === "answer" ? answerMs : atOnceMs);
  };
  return {
    /** `pressedAt`: when the pointer went down, as many a control answers that already. Again on the same element is the same click. */
    click(pressedAt: number, at: number, element: unknown, place: Place): void {
      if (waiting.some((click) => click.element === element)) return;
      const click = { pressedAt, at, element, place };
      const answered = Object.entries(lastAt).some(([sign, signAt]) => answers(sign as Sign, signAt, click));
      if (!answered) waiting.push(click);
    },
    sign(sign: Sign, at: number): void {
      lastAt[sign] = at;
      if (waiting.length) waiting = waiting.filter((click) => !answers(sign, at, click));
    },
    isWaiting: (): boolean => waiting.length > 0,
    /** Reports what has waited long enough. */
    check(now: number): void {
      const over = waiting.filter(({ at }) => now >= at + answerMs);
      waiting = waiting.filter((click) => !over.includes(click));
      over.forEach(({ place }) => dead(place));
    },
    /** The page goes: nobody will know what would have become of them. */
    forget(): void {
      waiting = [];
    },
  };
}
