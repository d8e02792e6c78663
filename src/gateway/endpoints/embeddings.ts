import { openAi } from '../fronts/openai.js';
import { type EndpointSpec, JSON_REPLY, words } from './endpoint-spec.js';
import { readBoolean, requireMember } from './read-request.js';
import { COUNT, jsonRequest, offline, oneOf, ONLY_JSON, TEXTS_OR_TOKENS } from './schemas.js';

/** @see https://platform.openai.com/docs/api-reference/embeddings */
export const embeddings: EndpointSpec = {
  path: 'embeddings',
  front: openAi,
  upstream: 'embeddings',
  input: 'json',
  settings: words('dimensions encoding_format user'),
  writesText: false,
  promptMember: 'input',
  read: (body) => {
    requireMember(body, 'input');
    return { stream: readBoolean(body, 'stream') };
  },
  replyShape: () => JSON_REPLY,
  answer: { name: 'data', isList: true },
  /** There must be a vector for every text that was sent. */
  missing: (body, { data }) => {
    if (!Array.isArray(data)) return null;
    const input = body.get('input');
    const asked = Array.isArray(input) ? input.length : 1;
    return data.length === asked ? null : `${data.length} vectors for ${asked} texts`;
  },
  documentation: {
    operationId: 'Gateway_embeddings',
    summary: 'Embeddings of one text or many',
    request: jsonRequest(['input'], {
      input: TEXTS_OR_TOKENS,
      dimensions: COUNT,
      encoding_format: oneOf('float', 'base64'),
    }),
    examples: offline({ model: '@sandbox/sandbox-embed', input: 'A sentence.' }),
    reply: { description: 'The answer', content: ONLY_JSON },
  },
};
