/** Two circles whose areas are as two sets, and whose shared area is as what they share. Lengths in the unit of `width`. */
type Circles = { one: number; other: number; distance: number };

/** Area that two circles share. The lens of circular segments. */
export function lensArea(r: number, s: number, d: number): number {
  if (d >= r + s) return 0;
  const small = Math.min(r, s);
  if (d <= Math.abs(r - s)) return Math.PI * small * small;
  const a = Math.acos((d * d + r * r - s * s) / (2 * d * r));
  const b = Math.acos((d * d + s * s - r * r) / (2 * d * s));
  return r * r * (a - Math.sin(2 * a) / 2) + s * s * (b - Math.sin(2 * b) / 2);
}

/** Radii and distance for counts of people; the larger circle has the radius `most`. Null when nobody is in either. */
export function circlesOf({ one, other, both }: { one: number; other: number; both: number }, most: number): Circles | null {
  const largest = Math.max(one, other);
  if (largest === 0) return null;
  const radius = (people: number) => most * Math.sqrt(people / largest);
  const [r, s] = [radius(one), radius(other)];
  const wanted = (both / largest) * Math.PI * most * most;
  // The shared area falls as they part: halve the range until it is as wanted.
  let [near, far] = [Math.abs(r - s), r + s];
  for (let step = 0; step < 40; step++) {
    const middle = (near + far) / 2;
    if (lensArea(r, s, middle) > wanted) near = middle;
    else far = middle;
  }
  return { one: r, other: s, distance: both === 0 ? r + s : (near + far) / 2 };
}
