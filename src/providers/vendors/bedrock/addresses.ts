import type { JsonObject } from '../../../core/json.js';
import { pathSegment } from '../../path-segment.js';
import { jsonPost } from '../../transport/json-post.js';
import type { UpstreamRequest } from '../../transport/transport.js';

/** Where the runtime API of a region answers; China's regions have a domain of their own. */
export function originOf(region: string): string {
  return `https://bedrock-runtime.${region}.${region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com'}`;
}

/**
 * A call of one model's operation.
 *
 * @param base without trailing slash
 * @throws NotFoundError where the model's name cannot be one
 */
export function modelRequest(
  base: string,
  model: string,
  operation: 'converse' | 'converse-stream' | 'invoke',
  json: JsonObject,
): UpstreamRequest {
  const accept = operation === 'converse-stream' ? 'application/vnd.amazon.eventstream' : 'application/json';
  return jsonPost(`${base}/model/${pathSegment(model)}/${operation}`, json, accept);
}
