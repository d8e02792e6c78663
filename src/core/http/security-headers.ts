import { ADMIN_PREFIX, GATEWAY_PREFIXES, isBelow } from './routes.js';

/** For programs: nothing here is ever a document. */
const API_HEADERS = { 'x-content-type-options': 'nosniff' };

const ADMIN_HEADERS = { ...API_HEADERS, 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' };

/**
 * Pages load what they need from here and nothing from elsewhere, and stand in nobody's frame. Swagger UI puts styles
 * into its elements and images into its style sheet.
 */
const PAGE_HEADERS = {
  ...API_HEADERS,
  'content-security-policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; '),
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
};

/** @param route as the router decided */
export function securityHeadersOf(route: string): Readonly<Record<string, string>> {
  if (GATEWAY_PREFIXES.some((prefix) => isBelow(prefix, route))) return API_HEADERS;
  return isBelow(ADMIN_PREFIX, route) ? ADMIN_HEADERS : PAGE_HEADERS;
}
