/** The gateway is served under both, the same. The first is what OpenAI's clients append their paths to. */
export const GATEWAY_PREFIXES = ['/v1', '/llmops/api/genai/v1'] as const;
export const ADMIN_PREFIX = '/llmops/api/admin/v1';
export const DOCS_PATH = '/llmops/api/docs';
export const OPENAPI_PATH = '/llmops/api/openapi.json';
export const DASHBOARD_PATH = '/llmops';
export const HEALTH_PREFIX = '/health';
export const METRICS_PATH = '/metrics';

/** What a router found for a request, and what the client wrote. */
export interface RoutedRequest {
  /** Undefined where no route matches. */
  readonly routeOptions: { readonly url?: string | undefined };
  /** The request target as it was sent: a path with a query, or a whole URL. */
  readonly url: string;
}

/**
 * The path that a request is judged by: the matched route's pattern. What the client wrote (percent-encoded, or a whole
 * URL) may look like another path, so it is used, decoded as the router does, only where no route matches.
 */
export function routeOf(request: RoutedRequest): string {
  return request.routeOptions.url ?? pathOfTarget(request.url);
}

/**
 * The decoded path of a request target, for messages and for paths that no route serves.
 * @see https://www.rfc-editor.org/rfc/rfc9112#section-3.2
 */
export function pathOfTarget(target: string): string {
  const path = target.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i, '').split(/[?#]/, 1)[0] ?? '';
  const rooted = path.startsWith('/') ? path : `/${path}`;
  try {
    return decodeURI(rooted);
  } catch {
    return rooted;
  }
}

export function isBelow(prefix: string, path: string): boolean {
  return path.startsWith(prefix) && (path.length === prefix.length || path.charAt(prefix.length) === '/');
}

export function isGatewayRoute(request: RoutedRequest): boolean {
  const route = routeOf(request);
  return GATEWAY_PREFIXES.some((prefix) => isBelow(prefix, route));
}

export function isAdminRoute(request: RoutedRequest): boolean {
  return isBelow(ADMIN_PREFIX, routeOf(request));
}

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
