import type { UpstreamRequest } from '../transport/transport.js';

/** The request with credentials in its headers. Never in the address: that ends up in logs. */
export function withHeaders(request: UpstreamRequest, headers: Readonly<Record<string, string>>): UpstreamRequest {
  // Not a spread with more members, which in Node 20 makes a hidden class each time: 1 KB a call.
  return { ...request, headers: Object.assign({}, request.headers, headers) };
}

/**
 * The same credentials for each request, joined once with the headers of every kind that an adapter keeps: to join two
 * objects takes V8 0.4 µs and 300 bytes.
 */
export function signWith(credentials: Readonly<Record<string, string>>): (request: UpstreamRequest) => UpstreamRequest {
  const joined = new WeakMap<UpstreamRequest['headers'], UpstreamRequest['headers']>();
  return (request) => {
    let headers = joined.get(request.headers);
    if (headers === undefined) {
      headers = { ...request.headers, ...credentials };
      joined.set(request.headers, headers);
    }
    return { ...request, headers };
  };
}

/** @see https://datatracker.ietf.org/doc/html/rfc6750#section-2.1 */
export function bearer(token: string): Record<string, string> {
  return { authorization: `Bearer ${token}` };
}

/** The request with a token; synchronous where the token is known already. */
export function withToken(
  request: UpstreamRequest,
  token: string | Promise<string>,
): UpstreamRequest | Promise<UpstreamRequest> {
  if (typeof token === 'string') return withHeaders(request, bearer(token));
  return token.then((fetched) => withHeaders(request, bearer(fetched)));
}
