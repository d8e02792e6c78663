import type { UpstreamRequest } from '../transport/transport.js';

/** The request with a vendor's key in a header of the vendor's own name. */
export function withApiKeyHeader(request: UpstreamRequest, name: string, apiKey: string): UpstreamRequest {
  return { ...request, headers: { ...request.headers, [name]: apiKey } };
}
