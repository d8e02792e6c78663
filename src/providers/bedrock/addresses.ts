import { NotFoundError } from '../../core/errors.js';
import type { JsonObject } from '../../core/json.js';
import type { UpstreamRequest } from '../transport/transport.js';

/** Where the runtime API of a region answers; China's regions have a domain of their own. */
export function runtimeHost(region: string): string {
  return `https://bedrock-runtime.${region}.${region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com'}`;
}

/**
 * A call of one model's operation.
 *
 * @param base without trailing slash
 */
export function modelRequest(
  base: string,
  model: string,
  operation: 'converse' | 'converse-stream' | 'invoke',
  json: JsonObject,
): UpstreamRequest {
  const accept = operation === 'converse-stream' ? 'application/vnd.amazon.eventstream' : 'application/json';
  return {
    method: 'POST',
    url: `${base}/model/${encodeModel(model)}/${operation}`,
    headers: { 'content-type': 'application/json', accept },
    body: Buffer.from(JSON.stringify(json)),
  };
}

/** Whole, as one segment of the path; a segment of dots would be another path. */
function encodeModel(model: string): string {
  if (/^\.*$/.test(model)) throw new NotFoundError('model_not_found', `The model '${model}' does not exist.`, 'model');
  return encodeURIComponent(model);
}
