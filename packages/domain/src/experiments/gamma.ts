/** ln Γ(x) for x > 0 by Stirling's series after moving x above 7 (error below 1e-10). */
export function logGamma(x: number): number {
  let shift = 0;
  let z = x;
  for (; z < 7; z++) shift -= Math.log(z);
  const inverse = 1 / (z * z);
  return (
    shift +
    (z - 0.5) * Math.log(z) -
    z +
    Math.log(2 * Math.PI) / 2 +
    (1 / 12 - inverse * (1 / 360 - inverse * (1 / 1260 - inverse / 1680))) / z
  );
}

/**
 * P(X > x) of the chi-square distribution with `freedom` degrees of freedom: the regularised upper incomplete gamma function Q(ν/2, x/2), by its series below the
 * mean and by Lentz's continued fraction above (Abramowitz and Stegun 6.5.29 and 6.5.31).
 */
export function chiSquareTail(x: number, freedom: number): number {
  if (x <= 0) return 1;
  const a = freedom / 2;
  const half = x / 2;
  const front = Math.exp(a * Math.log(half) - half - logGamma(a));
  if (half < a + 1) {
    let term = 1 / a;
    let sum = term;
    for (let n = 1; n < 1000 && term > sum * 1e-16; n++) {
      term *= half / (a + n);
      sum += term;
    }
    return Math.max(0, 1 - front * sum);
  }
  let b = half + 1 - a;
  let c = 1e300;
  let d = 1 / b;
  let value = d;
  for (let n = 1; n < 1000; n++) {
    const an = -n * (n - a);
    b += 2;
    d = 1 / (an * d + b);
    c = b + an / c;
    value *= c * d;
    if (Math.abs(c * d - 1) < 1e-14) break;
  }
  return Math.min(1, front * value);
}
