import type { JsonObject } from '../../core/json.js';
import type { UpstreamRequest } from './transport.js';

/** What the reply to a call should be, where streams are server-sent events. */
export function acceptOf({ stream }: { readonly stream: boolean }): string {
  return stream ? 'text/event-stream' : 'application/json';
}

/** @param accept what the reply should be */
export function jsonPost(url: string, json: JsonObject, accept = 'application/json'): UpstreamRequest {
  const headers = { 'content-type': 'application/json', accept };
  return { method: 'POST', url, headers, body: Buffer.from(JSON.stringify(json)) };
}
