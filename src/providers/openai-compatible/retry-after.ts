const UNIT_MS: Readonly<Record<string, number | undefined>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };
const IN_WORDS = /try again in ((?:\d+(?:\.\d+)?(?:ms|s|m|h))+)/i;

/**
 * Milliseconds until a retry makes sense, null where nobody says. Of `retry-after` and `retry-after-ms` the larger one
 * counts: Azure sends a `"0"` beside a second. Without either, OpenAI's "Please try again in 6m0.5s." is read.
 */
export function readRetryAfterMs(
  headers: Readonly<Record<string, string>>,
  message: string | null = null,
): number | null {
  const stated = [
    afterSeconds(headers['retry-after'], headers['date']),
    milliseconds(headers['retry-after-ms']),
  ].filter((value) => value !== null);
  return stated.length > 0 ? Math.max(...stated) : inWords(message);
}

function afterSeconds(value: string | undefined, date: string | undefined): number | null {
  const seconds = milliseconds(value);
  if (seconds !== null) return seconds * 1_000;
  // Date.parse takes any number for a year.
  const until = Date.parse(/[A-Za-z]{3}/.test(value ?? '') ? (value ?? '') : '');
  // The vendor's own clock, where it is stated: then ours may be wrong.
  const now = Date.parse(date ?? '');
  return Number.isNaN(until) ? null : Math.max(0, until - (Number.isNaN(now) ? Date.now() : now));
}

function milliseconds(value: string | undefined): number | null {
  return value !== undefined && /^\s*\d{1,9}(\.\d+)?\s*$/.test(value) ? Number(value) : null;
}

function inWords(message: string | null): number | null {
  const duration = IN_WORDS.exec(message ?? '')?.[1];
  if (duration === undefined) return null;
  const parts = duration.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h)/g);
  return Math.ceil([...parts].reduce((sum, [, amount, unit]) => sum + Number(amount) * (UNIT_MS[unit] ?? 0), 0));
}
