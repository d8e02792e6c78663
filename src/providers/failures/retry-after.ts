const UNIT_MS: Readonly<Record<string, number | undefined>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };
const IN_WORDS = /try again in ((?:\d+(?:\.\d+)?(?:ms|s|m|h))+)/i;

const DURATION = /^(?:\d{1,9}(?:\.\d+)?(?:ms|s|m|h))+$/i;

/**
 * Milliseconds until a retry makes sense, null where it is not stated. Of `retry-after` and `retry-after-ms` the larger one
 * counts: Azure sends a `"0"` beside a second. Without either, OpenAI's "Please try again in 6m0.5s." is read, and then
 * when the limits come back of which nothing is left.
 */
export function readRetryAfterMs(
  headers: Readonly<Record<string, string>>,
  message: string | null = null,
): number | null {
  const stated = [
    afterSeconds(headers['retry-after'], headers['date']),
    milliseconds(headers['retry-after-ms']),
  ].filter((value) => value !== null);
  return stated.length > 0 ? Math.max(...stated) : (inWords(message) ?? afterReset(headers));
}

/**
 * The latest `x-ratelimit-reset-…` of a limit of which nothing remains: `6m0s`, `48ms`, or seconds.
 * @see https://platform.openai.com/docs/guides/rate-limits
 */
function afterReset(headers: Readonly<Record<string, string>>): number | null {
  const resets = ['requests', 'tokens'].flatMap((limit) => {
    if (headers[`x-ratelimit-remaining-${limit}`]?.trim() !== '0') return [];
    const reset = headers[`x-ratelimit-reset-${limit}`]?.trim() ?? '';
    return (DURATION.test(reset) ? durationMs(reset) : afterSeconds(reset, headers['date'])) ?? [];
  });
  return resets.length > 0 ? Math.max(...resets) : null;
}

function afterSeconds(value: string | undefined, date: string | undefined): number | null {
  const seconds = milliseconds(value);
  if (seconds !== null) return seconds * 1_000;
  // Date.parse takes any number for a year.
  const until = Date.parse(/[A-Za-z]{3}/.test(value ?? '') ? (value ?? '') : '');
  // By the vendor's clock where it is stated, since ours may be wrong.
  const now = Date.parse(date ?? '');
  return Number.isNaN(until) ? null : Math.max(0, until - (Number.isNaN(now) ? Date.now() : now));
}

function milliseconds(value: string | undefined): number | null {
  return value !== undefined && /^\s*\d{1,9}(\.\d+)?\s*$/.test(value) ? Number(value) : null;
}

function inWords(message: string | null): number | null {
  const duration = IN_WORDS.exec(message ?? '')?.[1];
  return duration === undefined ? null : durationMs(duration);
}

function durationMs(duration: string): number {
  const parts = duration.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h)/gi);
  return Math.ceil(
    [...parts].reduce((sum, [, amount, unit]) => sum + Number(amount) * (UNIT_MS[unit?.toLowerCase() ?? ''] ?? 0), 0),
  );
}
