export const PICO_PER_USD = 1_000_000_000_000n;

/** Exact decimal USD of pico-USD (10⁻¹² USD), without trailing zeros: `0.00042`. */
export function formatUsd(pico: bigint): string {
  const whole = pico / PICO_PER_USD;
  const fraction = (pico % PICO_PER_USD).toString().padStart(12, '0').replace(/0+$/, '');
  return fraction === '' ? whole.toString() : `${whole}.${fraction}`;
}
