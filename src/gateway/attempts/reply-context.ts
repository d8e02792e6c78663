import type { JsonBody } from '../../core/json-body.js';
import type { ReplyContext, UpstreamCall } from '../../providers/provider-strategy.js';
import type { UpstreamResponse } from '../../providers/transport/transport.js';
import type { RequestContext } from '../planning/request-context.js';

/** The request is only parsed where a mapper looks at it. */
export function replyContext(
  response: Pick<UpstreamResponse, 'headers'>,
  call: UpstreamCall<JsonBody>,
  context: RequestContext,
): ReplyContext {
  return {
    model: call.model,
    fallbackId: `chatcmpl-${context.id}`,
    created: Math.floor(context.startedAt.getTime() / 1000),
    get request() {
      return call.body.toObject();
    },
    headers: response.headers,
  };
}
