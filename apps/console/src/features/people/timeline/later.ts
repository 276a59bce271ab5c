/** The later of two moments. */
export const later = (a: string, b: string): string => (Date.parse(a) < Date.parse(b) ? b : a);
