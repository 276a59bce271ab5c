const minClicks = 3;
/** Between one click and the next. */
export const burstGapMs = 1000;
const burstRadiusPx = 30;

export interface Point {
  /** Milliseconds on any clock that only goes forward. */
  at: number;
  x: number;
  y: number;
}

/**
 * Finds rage clicks: three or more, each within a second and 30 pixels of the one before. `rage` is told when the burst
 * is over, with the place of its first click.
 */
export function createClickBursts<Place>(rage: (clicks: number, first: Place) => void) {
  let last: Point | undefined;
  let first: Place;
  let clicks = 0;
  let isVoid = false;

  const end = (): void => {
    if (clicks >= minClicks && !isVoid) rage(clicks, first);
    clicks = 0;
    isVoid = false;
    last = undefined;
  };
  return {
    click(point: Point, place: Place): void {
      const near = last && point.at - last.at <= burstGapMs && Math.hypot(point.x - last.x, point.y - last.y) <= burstRadiusPx;
      if (!near) end();
      if (!clicks++) first = place;
      last = point;
    },
    /** What goes on is no anger: text was selected, the page scrolled. */
    spoil(): void {
      isVoid = clicks > 0;
    },
    end,
  };
}
