const shortMs = 15_000;
const loopVisits = 3;
/** An act so soon before leaving is the leaving itself, such as the click on a link back. */
const leavingMs = 1000;
const maxKept = 12;

/** A page in the trail of a tab: where, when it was come to, and what was done there. */
export interface Stay {
  address: string;
  at: number;
  acts: number;
  actAt: number;
  /** When it was left, where loading the next one took time of its own. */
  leftAt?: number;
  /** Looped already, so that a loop is told once. */
  told?: boolean;
}

export interface Trail {
  turnedBack(from: string, to: string, seconds: number): void;
  looped(address: string, visits: number, seconds: number): void;
}

/** Finds U-turns (back within 15 s to the page before, without having done anything) and loops (three times there in 15 s). */
export function createPageTrail(stays: Stay[], trail: Trail) {
  return {
    stays: (): Stay[] => stays,
    enter(address: string, at: number): void {
      const left = stays.at(-1);
      const before = stays.at(-2);
      const idle = left && left.acts - ((left.leftAt ?? at) - left.actAt <= leavingMs ? 1 : 0) <= 0;
      if (left && idle && before?.address === address && left.address !== address && at - left.at <= shortMs) {
        trail.turnedBack(address, left.address, Math.round((at - left.at) / 1000));
      }
      stays = [...stays, { address, at, acts: 0, actAt: 0 }].slice(-maxKept);
      const visits = stays.filter((stay) => stay.address === address && !stay.told && at - stay.at <= shortMs);
      if (visits.length >= loopVisits) {
        trail.looped(address, visits.length, Math.round((at - visits[0]!.at) / 1000));
        visits.forEach((stay) => (stay.told = true));
      }
    },
    act(at: number): void {
      const here = stays.at(-1);
      if (here) Object.assign(here, { acts: here.acts + 1, actAt: at });
    },
    leave(at: number): void {
      const here = stays.at(-1);
      if (here) here.leftAt = at;
    },
  };
}
