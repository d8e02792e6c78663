/** Digits, a fraction and an exponent, as JSON and Python write numbers: `0.00042`, `1.4e-05`. */
const DECIMAL = /^(\d{1,30})(?:\.(\d{1,40}))?(?:[eE]([+-]?\d{1,2}))?$/;
/** Digits behind the point of pico-USD. */
const PICO_DIGITS = 12;

/**
 * A stated amount of US dollars in pico-USD (10⁻¹² USD), rounded half up; null where it is none. Texts are read digit by
 * digit. A number is read by its shortest text, which is what was written where that had no more than 15 digits.
 *
 * @param unitDigits for amounts of 10^-n dollars: 2 for cents
 */
export function parseUsd(stated: unknown, unitDigits = 0): bigint | null {
  const text = typeof stated === 'number' ? String(stated) : stated;
  const match = typeof text === 'string' ? DECIMAL.exec(text.trim()) : null;
  if (match === null) return null;
  const [, whole = '', fraction = '', exponent = '0'] = match;
  const scale = PICO_DIGITS - unitDigits + Number(exponent) - fraction.length;
  const digits = BigInt(whole + fraction);
  if (scale >= 0) return digits * 10n ** BigInt(scale);
  const divisor = 10n ** BigInt(-scale);
  return (digits + divisor / 2n) / divisor;
}
