import type { IncomingHttpHeaders } from 'node:http';
import { toOpenAiError } from '../../core/http/openai-error.js';
import type { FrontFormat, SchemaObject } from './front-format.js';

const BEARER = /^Bearer +(\S+) *$/i;
/** What clients of other vendors' APIs send their key in. */
const KEY_HEADERS = ['x-api-key', 'api-key'] as const;

const STRING_OR_NULL: SchemaObject = { oneOf: [{ type: 'string' }, { type: 'null' }] };
const ERROR: SchemaObject = {
  type: 'object',
  required: ['error'],
  properties: {
    error: {
      type: 'object',
      required: ['message', 'type', 'param', 'code'],
      properties: {
        message: { type: 'string' },
        type: { type: 'string', example: 'invalid_request_error' },
        param: STRING_OR_NULL,
        code: { ...STRING_OR_NULL, example: 'route_not_specified' },
      },
    },
  },
};

/** OpenAI's API. @see https://platform.openai.com/docs/api-reference */
export const openAi: FrontFormat = {
  secretsOf,
  sendsSecret: (headers) =>
    headers.authorization !== undefined || KEY_HEADERS.some((name) => headers[name] !== undefined),
  secretHeader: 'Authorization: Bearer <secret>',
  errorBody: toOpenAiError,
  /** To OpenAI's SDKs a silent end is success, so a broken stream ends with this and never with `[DONE]`. */
  errorFrame: (error) => {
    const { error: shown } = toOpenAiError(error);
    const type = shown.type === 'client_closed' ? 'server_error' : shown.type;
    return Buffer.from(`data: ${JSON.stringify({ error: { ...shown, type } })}\n\n`);
  },
  streamEnd: 'data: [DONE]\n\n',
  documentation: { description: "An error in OpenAI's form", schema: ERROR },
};

function secretsOf(headers: IncomingHttpHeaders): string[] {
  const bearer = headers.authorization === undefined ? undefined : BEARER.exec(headers.authorization)?.[1];
  const secrets = bearer === undefined ? [] : [bearer];
  for (const name of KEY_HEADERS) {
    const key = headers[name];
    if (typeof key === 'string') secrets.push(key.trim());
  }
  return secrets;
}
