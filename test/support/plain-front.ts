import { chatCompletions } from '../../src/gateway/endpoints/chat-completions.js';
import type { EndpointSpec } from '../../src/gateway/endpoints/endpoint-spec.js';
import type { FrontFormat } from '../../src/gateway/fronts/front-format.js';

const KEY_HEADER = 'x-plain-key';

/** A public API that exists in tests only: OpenAI's chat with another secret header, other errors and another end. */
const plain: FrontFormat = {
  secretsOf: ({ [KEY_HEADER]: key }) => (typeof key === 'string' ? [key] : []),
  sendsSecret: (headers) => headers[KEY_HEADER] !== undefined,
  secretHeader: `${KEY_HEADER}: <secret>`,
  errorBody: ({ code, message }) => ({ failed: code, because: message }),
  errorFrame: ({ code, message }) => Buffer.from(`event: failed\ndata: ${code}: ${message}\n\n`),
  streamEnd: 'event: end\ndata: whole\n\n',
  documentation: {
    description: 'What failed',
    schema: { type: 'object', properties: { failed: { type: 'string' }, because: { type: 'string' } } },
  },
};

export const plainChat: EndpointSpec = {
  ...chatCompletions,
  path: 'plain/chat',
  front: plain,
  documentation: { ...chatCompletions.documentation, operationId: 'Gateway_plainChat', summary: 'Plain chat' },
};
