/** The advisory lock between batches (shared) and deletions of people (alone). */
export const suppressionLock = 7_310_001;
