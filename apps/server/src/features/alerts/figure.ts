/** A number that is watched, with what it may be held against. */
export type Figure = {
  /** null: there is none. */
  value: number | null;
  /** How many people or interactions it is about; null where that is not known. */
  n: number | null;
  /** The same of the period before. */
  before: number | null;
  /** Of which time it is, as part of a sentence: "in the day of 2026-03-09". */
  when: string;
  /** A share from 0 to 1, written as a percentage. */
  isShare: boolean;
  /** A number of things, which chance alone spreads as Poisson says. */
  isCount: boolean;
  /** After how many intervals the same season comes again; null where there is no season. */
  season: number | null;
  /** The whole intervals before it, oldest first. */
  history: (number | null)[];
};
