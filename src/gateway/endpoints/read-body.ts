import type { IncomingMessage } from 'node:http';
import { assertContentType } from '../../core/http/content-type.js';
import { receiveBody } from '../../core/http/receive-body.js';

/**
 * Reads a JSON body's bytes, after the caller is known and under this endpoint's own limit.
 * @throws InvalidRequestError 415 for another content type, 413 past `limitBytes`, 408 for one that stalls
 */
export async function readJsonBytes(request: IncomingMessage, limitBytes: number): Promise<Buffer> {
  assertContentType(request, 'application/json');
  return receiveBody(request, limitBytes);
}
