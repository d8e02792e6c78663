import type { JsonObject } from '../../core/json.js';
import type { UpstreamRequest } from './transport.js';

/** @param accept what the reply should be */
export function jsonPost(url: string, json: JsonObject, accept = 'application/json'): UpstreamRequest {
  const headers = { 'content-type': 'application/json', accept };
  return { method: 'POST', url, headers, body: Buffer.from(JSON.stringify(json)) };
}
