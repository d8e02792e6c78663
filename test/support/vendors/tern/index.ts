import type { JsonObject } from '../../../../src/core/json.js';
import { withHeaders } from '../../../../src/providers/auth/headers.js';
import { defineProvider } from '../../../../src/providers/define-provider.js';
import { readTogether } from '../../../../src/providers/environment-account.js';
import type { ReplyContext, Translation } from '../../../../src/providers/provider-strategy.js';
import { jsonPost } from '../../../../src/providers/transport/json-post.js';
import { TernCredentials } from './credentials.js';

const BASE_URL = 'https://tern.example';

/** A made-up vendor with a format of its own, which lists no models. */
export const tern = defineProvider({
  vendor: 'tern',
  label: 'Tern',
  defaultBaseUrl: BASE_URL,
  requestIdHeaders: ['x-tern-call'],
  freeModels: ['tern-free'],
  credentials: TernCredentials,
  fromEnvironment: (read) => {
    const found = readTogether(read, ['TERN_TOKEN', 'TERN_NEST']);
    return (
      found && {
        variable: 'TERN_TOKEN',
        credentials: { token: found.TERN_TOKEN, nest: found.TERN_NEST },
        baseUrl: null,
      }
    );
  },
  connect: ({ baseUrl, credentials: { token, nest } }) => ({
    endpoints: { 'chat/completions': song(`${baseUrl ?? BASE_URL}/sing`) },
    sign: (request) => withHeaders(request, { 'x-tern-token': token, 'x-tern-nest': nest }),
    readError: ({ status, body }) => ({ kind: 'request-rejected', status, message: body }),
  }),
});

function song(url: string): Translation {
  return {
    kind: 'translation',
    toRequest: ({ model, body }) => ({
      request: jsonPost(url, { bird: model, verses: body['messages'] }),
      dropped: body['seed'] === undefined ? [] : ['seed'],
    }),
    fromResponse: toCompletion,
  };
}

function toCompletion({ song: content, notes }: JsonObject, { model, created, fallbackId }: ReplyContext): JsonObject {
  return {
    id: fallbackId,
    object: 'chat.completion',
    created,
    model,
    choices: [
      { index: 0, message: { role: 'assistant', content, refusal: null }, logprobs: null, finish_reason: 'stop' },
    ],
    usage: { prompt_tokens: 1, completion_tokens: notes, total_tokens: null },
  };
}
