/** The logarithm of the beta function. */
export function logBeta(a: number, b: number): number {
  return logGamma(a) + logGamma(b) - logGamma(a + b);
}

/** From there on the series is exact to the last digits of a double. */
const SERIES_FROM = 15;

/** Stirling's series, brought there by Γ(x + 1) = x · Γ(x). @see https://dlmf.nist.gov/5.11#E1 */
export function logGamma(value: number): number {
  let [x, product] = [value, 1];
  for (; x < SERIES_FROM; x++) product *= x;
  const inverse = 1 / (x * x);
  const series = (1 / 12 - inverse * (1 / 360 - inverse * (1 / 1260 - inverse * (1 / 1680 - inverse / 1188)))) / x;
  return (x - 0.5) * Math.log(x) - x + Math.log(2 * Math.PI) / 2 + series - Math.log(product);
}
