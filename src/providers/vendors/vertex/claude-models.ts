import { type JsonObject, objectOf } from '../../../core/json.js';
import { convertUsage, serviceTierOf } from '../../formats/anthropic-messages/convert-usage.js';
import { claudeContinuesText } from '../../formats/anthropic-messages/families.js';
import { fromResponse } from '../../formats/anthropic-messages/from-response.js';
import { fromStream } from '../../formats/anthropic-messages/from-stream.js';
import { toRequest } from '../../formats/anthropic-messages/to-request.js';
import type { Translation } from '../../provider-strategy.js';
import { acceptOf, jsonPost } from '../../transport/json-post.js';

const API_VERSION = 'vertex-2023-10-16';

/**
 * Claude on Vertex: Anthropic's messages, with the model in the address and the API's version in the body.
 *
 * @see https://docs.claude.com/en/api/claude-on-vertex-ai
 */
export function claudeChat(urlOf: (model: string) => string): Translation {
  return {
    kind: 'translation',
    toRequest: ({ model, stream, body }) => {
      const { body: json, dropped } = toRequest(body, model, {
        label: 'Claude on Vertex AI',
        stream,
        fetchesUrls: false,
      });
      const sent: JsonObject = { anthropic_version: API_VERSION, ...json, ...(stream && { stream: true }) };
      const method = stream ? 'streamRawPredict' : 'rawPredict';
      return { request: jsonPost(`${urlOf(model)}:${method}`, sent, acceptOf({ stream })), dropped };
    },
    fromResponse,
    usageOf: ({ usage }) => convertUsage(objectOf(usage)),
    serviceTierOf: ({ usage }) => serviceTierOf(objectOf(usage)),
    stream: fromStream,
    continuesText: claudeContinuesText,
  };
}
