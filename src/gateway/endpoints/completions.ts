import { openAi } from '../fronts/openai.js';
import { type EndpointSpec, JSON_REPLY, type ReplyShape, words } from './endpoint-spec.js';
import { readBoolean, requireMember } from './read-request.js';
import { BOOLEAN, COUNT, EVENTS_TOO, jsonRequest, NUMBER, offline, TEXT, TEXTS, TEXTS_OR_TOKENS } from './schemas.js';

const EVENTS: ReplyShape = { kind: 'events', terminal: new Set() };

/** @see https://platform.openai.com/docs/api-reference/completions */
export const completions: EndpointSpec = {
  path: 'completions',
  front: openAi,
  upstream: 'completions',
  input: 'json',
  settings: words(
    'best_of echo frequency_penalty logit_bias logprobs max_tokens n presence_penalty seed stop suffix temperature',
    'top_p user',
  ),
  writesText: true,
  promptMember: 'prompt',
  read: (body) => {
    requireMember(body, 'prompt');
    return { stream: readBoolean(body, 'stream') };
  },
  replyShape: ({ stream }) => (stream ? EVENTS : JSON_REPLY),
  answer: { name: 'choices', isList: true },
  documentation: {
    operationId: 'Gateway_completions',
    summary: 'Text completion, whole or streamed',
    request: jsonRequest(['prompt'], {
      prompt: TEXTS_OR_TOKENS,
      max_tokens: COUNT,
      n: COUNT,
      best_of: COUNT,
      echo: BOOLEAN,
      suffix: TEXT,
      logprobs: { type: 'integer' },
      stop: { oneOf: [TEXT, TEXTS] },
      temperature: NUMBER,
      top_p: NUMBER,
      stream: BOOLEAN,
    }),
    examples: offline({ model: '@sandbox/sandbox-1', prompt: 'Once upon a time' }),
    reply: { description: 'The answer', content: EVENTS_TOO },
  },
};
