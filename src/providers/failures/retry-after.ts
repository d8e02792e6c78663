import { objectsOf, textOf } from '../../core/json.js';

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

/** Google's `RetryInfo` among the details of an error: `"48s"`, also with a fraction. */
export function readRetryInfoMs(details: unknown): number | null {
  for (const { retryDelay } of objectsOf(details)) {
    const seconds = /^(\d{1,9}(?:\.\d+)?)s$/.exec(textOf(retryDelay))?.[1];
    if (seconds !== undefined) return Math.ceil(Number(seconds) * 1_000);
  }
  return null;
}

const RESET = /^x-ratelimit-reset(-[a-z0-9-]+)?$/;

/**
 * The latest `x-ratelimit-reset…` of a limit of which nothing remains: `6m0s`, `48ms`, seconds, or a moment. Limits go by
 * many names (`-requests`, `-tokens`, `-requests-day`, none at all), so each that is used up counts.
 * @see https://platform.openai.com/docs/guides/rate-limits
 */
function afterReset(headers: Readonly<Record<string, string>>): number | null {
  const resets = Object.keys(headers).flatMap((name) => {
    const limit = RESET.exec(name);
    if (limit === null || headers[`x-ratelimit-remaining${limit[1] ?? ''}`]?.trim() !== '0') return [];
    return untilReset(headers[name]?.trim() ?? '', headers['date']) ?? [];
  });
  return resets.length > 0 ? Math.max(...resets) : null;
}

/** No wait is as long as this in seconds, so a larger number is a moment since 1970. */
const MOMENT_SECONDS = 1e9;
const MOMENT_MS = 1e12;

function untilReset(reset: string, date: string | undefined): number | null {
  if (DURATION.test(reset)) return durationMs(reset);
  const moment = /^\d{10,13}$/.test(reset) ? Number(reset) : 0;
  if (moment < MOMENT_SECONDS) return afterSeconds(reset, date);
  return untilMoment(moment < MOMENT_MS ? moment * 1_000 : moment, date);
}

function afterSeconds(value: string | undefined, date: string | undefined): number | null {
  const seconds = milliseconds(value);
  if (seconds !== null) return seconds * 1_000;
  // Date.parse takes any number for a year.
  const until = Date.parse(/[A-Za-z]{3}/.test(value ?? '') ? (value ?? '') : '');
  return Number.isNaN(until) ? null : untilMoment(until, date);
}

/** By the vendor's clock where it is stated, since ours may be wrong. */
function untilMoment(ms: number, date: string | undefined): number {
  const now = Date.parse(date ?? '');
  return Math.max(0, ms - (Number.isNaN(now) ? Date.now() : now));
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
