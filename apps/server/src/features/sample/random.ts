/** A seeded source of randomness: the same key gives the same draws on every machine. */
export interface Random {
  /** Uniform in [0, 1). */
  next(): number;
  /** Whole number, both ends included. */
  int(from: number, to: number): number;
  /** Uniform in [from, to). */
  between(from: number, to: number): number;
  chance(probability: number): boolean;
  pick<T>(list: readonly T[]): T;
  /** One value of `[value, weight]` pairs. */
  weighted<T>(entries: readonly (readonly [T, number])[]): T;
  normal(mean: number, deviation: number): number;
  exponential(mean: number): number;
  poisson(mean: number): number;
  /** Lower-case hexadecimal digits. */
  hex(digits: number): string;
  /** Independent of how much was drawn here before: only the key and the label count. */
  fork(label: string | number): Random;
}

/** Four 32-bit words from a text (cyrb128, public domain). */
function seedWords(text: string): [number, number, number, number] {
  let a = 1779033703;
  let b = 3144134277;
  let c = 1013904242;
  let d = 2773480762;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    a = b ^ Math.imul(a ^ code, 597399067);
    b = c ^ Math.imul(b ^ code, 2869860233);
    c = d ^ Math.imul(c ^ code, 951274213);
    d = a ^ Math.imul(d ^ code, 2716044179);
  }
  return [a | 0, b | 0, c | 0, d | 0];
}

/** sfc32 (public domain, passes PractRand), seeded from a text. */
export function createRandom(key: string): Random {
  let [a, b, c, d] = seedWords(key);

  const next = (): number => {
    const t = (((a + b) | 0) + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + t) | 0;
    return (t >>> 0) / 4294967296;
  };
  for (let i = 0; i < 12; i++) next();

  const between = (from: number, to: number): number => from + next() * (to - from);
  const int = (from: number, to: number): number => from + Math.floor(next() * (to - from + 1));
  const exponential = (mean: number): number => -mean * Math.log(1 - next());

  return {
    next,
    int,
    between,
    exponential,
    chance: (probability) => next() < probability,
    pick<T>(list: readonly T[]): T {
      return list[Math.floor(next() * list.length)] as T;
    },
    weighted<T>(entries: readonly (readonly [T, number])[]): T {
      let total = 0;
      for (const entry of entries) total += entry[1];
      let left = next() * total;
      for (const entry of entries) {
        left -= entry[1];
        if (left < 0) return entry[0];
      }
      return (entries[entries.length - 1] as readonly [T, number])[0];
    },
    normal(mean, deviation) {
      const radius = Math.sqrt(-2 * Math.log(1 - next()));
      return mean + deviation * radius * Math.cos(2 * Math.PI * next());
    },
    poisson(mean) {
      const floor = Math.exp(-mean);
      let count = 0;
      for (let product = next(); product > floor; product *= next()) count++;
      return count;
    },
    hex(digits) {
      let text = "";
      while (text.length < digits) {
        text += Math.floor(next() * 4294967296)
          .toString(16)
          .padStart(8, "0");
      }
      return text.slice(0, digits);
    },
    fork: (label) => createRandom(`${key}/${label}`),
  };
}
