/** The request's id is on every reply, under our name and under the one that SDKs read. */
export function requestIdHeaders(requestId: string): Readonly<Record<string, string>> {
  return { 'x-llmops-request-id': requestId, 'x-request-id': requestId };
}

const LIMITED = ['', '-requests', '-tokens'];
const LIMIT_WORDS = ['limit', 'remaining', 'reset'];

/**
 * What a script in a browser may read of a gateway reply, each by its name: `*` is not understood by every browser, and
 * by none together with credentials.
 *
 * @see https://fetch.spec.whatwg.org/#http-access-control-expose-headers
 */
export const EXPOSED_HEADERS: readonly string[] = [
  'x-request-id',
  'x-llmops-request-id',
  'x-llmops-config',
  'x-llmops-variant',
  'x-llmops-version',
  'x-llmops-provider',
  'x-llmops-model',
  'x-llmops-attempts',
  'x-llmops-cost',
  'x-llmops-dropped-params',
  'x-llmops-upstream-request-id',
  'x-llmops-sandbox',
  'x-should-retry',
  'retry-after',
  'retry-after-ms',
  ...LIMIT_WORDS.flatMap((word) => LIMITED.map((what) => `x-ratelimit-${word}${what}`)),
];
