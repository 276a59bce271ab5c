const most = 100;

/** An odds ratio as it is said: “3.2×”, “more than 100×”, “less than 1/100”: few people behind a number make ratios that nobody should quote. */
export function sayOdds(ratio: number): string {
  if (ratio > most) return `more than ${most}×`;
  return ratio < 1 / most ? `less than 1/${most}` : `${number(ratio)}×`;
}

/** The interval of an odds ratio: “0.4–2.1”, “12–100+”. */
export const sayOddsInterval = ({ low, high }: { low: number; high: number }): string =>
  low > most ? `${most}+` : high < 1 / most ? end(high) : `${end(low)}–${end(high)}`;

const end = (ratio: number) => (ratio > most ? `${most}+` : ratio < 1 / most ? `<1/${most}` : number(ratio));
const number = (ratio: number) => (ratio < 0.1 ? ratio.toFixed(2) : ratio < 10 ? ratio.toFixed(1) : ratio.toFixed(0));
