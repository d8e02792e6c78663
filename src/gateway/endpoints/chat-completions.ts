import { InvalidRequestError } from '../../core/errors.js';
import type { JsonBody } from '../../core/json-body.js';
import { toLegacyFunctionReply } from '../../providers/formats/openai-chat/legacy-functions.js';
import type { SchemaObject } from '../fronts/front-format.js';
import { openAi } from '../fronts/openai.js';
import { type EndpointDocumentation, type EndpointSpec, JSON_REPLY, type ReplyShape } from './endpoint-spec.js';
import { readBoolean, requireMember } from './read-request.js';
import { MODEL_NAME, TEXT } from './schemas.js';

const EVENTS: ReplyShape = { kind: 'events', terminal: new Set() };
const OPEN_BRACKET = 0x5b;
const OPEN_BRACE = 0x7b;

/** Checks only that `messages` is a list with something in it: the messages are large, and the vendor checks them. */
function checkMessages(body: JsonBody): void {
  requireMember(body, 'messages');
  if (body.firstByteOf('messages') !== OPEN_BRACKET) {
    throw new InvalidRequestError("Invalid type for 'messages': expected an array of messages.", 'messages');
  }
  const first = body.firstByteInside('messages');
  if (first !== OPEN_BRACE) {
    throw new InvalidRequestError("'messages' must hold at least one message, and each must be an object.", 'messages');
  }
}

function withSystemPrompt(body: JsonBody, prompt: string): { messages: Buffer } {
  const messages = body.prepended('messages', { role: 'system', content: prompt });
  if (messages === null) throw new InvalidRequestError('messages must be an array.', 'messages');
  return { messages };
}

/** What routing, settings and the log look at, and OpenAI's common fields. */
const REQUEST: SchemaObject = {
  type: 'object',
  required: ['messages'],
  additionalProperties: true,
  properties: {
    model: MODEL_NAME,
    messages: {
      type: 'array',
      minItems: 1,
      items: {
        type: 'object',
        required: ['role'],
        additionalProperties: true,
        properties: {
          role: { type: 'string', enum: ['developer', 'system', 'user', 'assistant', 'tool', 'function'] },
          content: {
            oneOf: [
              { type: 'string' },
              { type: 'array', items: { type: 'object', additionalProperties: true } },
              { type: 'null' },
            ],
          },
        },
      },
    },
    stream: { type: 'boolean', default: false },
    stream_options: { type: 'object', properties: { include_usage: { type: 'boolean' } } },
    temperature: { type: 'number', minimum: 0, maximum: 2 },
    max_completion_tokens: { type: 'integer', minimum: 1 },
    tools: { type: 'array', items: { type: 'object', additionalProperties: true } },
    metadata: {
      type: 'object',
      additionalProperties: { type: 'string' },
      description: 'Tags: rules can ask for them, the log keeps them. `userId` keeps a user on one arm of a split',
    },
    user: { type: 'string', description: 'The subject of a split where `metadata.userId` is absent' },
    input: { type: 'object', additionalProperties: true, description: "Variables of the variant's system prompt" },
  },
};

const EXAMPLES: EndpointDocumentation['examples'] = {
  direct: {
    summary: 'A model of a provider',
    value: { model: '@sandbox/sandbox-1', messages: [{ role: 'user', content: 'Say hello.' }] },
  },
  streamed: {
    summary: 'The same, streamed',
    value: {
      model: '@sandbox/sandbox-1',
      stream: true,
      stream_options: { include_usage: true },
      messages: [{ role: 'user', content: 'Say hello.' }],
    },
  },
  config: {
    summary: 'A config',
    value: {
      model: '@config/demo',
      messages: [{ role: 'user', content: 'Say hello.' }],
      metadata: { userId: 'user-1' },
    },
  },
};

const USAGE: SchemaObject = {
  type: 'object',
  additionalProperties: true,
  properties: {
    prompt_tokens: { type: 'integer' },
    completion_tokens: { type: 'integer' },
    total_tokens: { type: 'integer' },
  },
};

const COMPLETION: SchemaObject = {
  type: 'object',
  additionalProperties: true,
  required: ['id', 'object', 'created', 'model', 'choices'],
  properties: {
    id: { type: 'string' },
    object: { type: 'string', enum: ['chat.completion'] },
    created: { type: 'integer', description: 'Whole seconds since 1970' },
    model: { type: 'string' },
    choices: {
      type: 'array',
      items: {
        type: 'object',
        additionalProperties: true,
        properties: {
          index: { type: 'integer' },
          message: { type: 'object', additionalProperties: true },
          finish_reason: { type: 'string' },
        },
      },
    },
    usage: USAGE,
  },
};

const STREAM_EXAMPLE = [
  'data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":0,"model":"sandbox-1","choices":[{"index":0,"delta":{"content":"Hello"},"finish_reason":null}]}',
  'data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":0,"model":"sandbox-1","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}',
  'data: [DONE]',
  '',
].join('\n\n');

/** @see https://platform.openai.com/docs/api-reference/chat */
export const chatCompletions: EndpointSpec = {
  path: 'chat/completions',
  front: openAi,
  upstream: 'chat/completions',
  input: 'json',
  settings: 'any',
  writesText: true,
  promptMember: 'messages',
  withSystemPrompt,
  read: (body) => {
    checkMessages(body);
    return { stream: readBoolean(body, 'stream') };
  },
  replyShape: ({ stream }) => (stream ? EVENTS : JSON_REPLY),
  answer: { name: 'choices', isList: true },
  /** A caller who used `functions` is answered with `function_call`. */
  replyMapper: (body) => (body.has('functions') ? toLegacyFunctionReply : null),
  documentation: {
    operationId: 'Gateway_chatCompletions',
    summary: 'Chat completion, whole or streamed',
    description:
      "OpenAI's chat completions. `model` is `@<provider slug>/<model>` or `@config/<config slug>`; with `x-llmops-config` or " +
      "a default config it may be anything. Fields that are not named here travel on to vendors of OpenAI's format.",
    request: REQUEST,
    examples: EXAMPLES,
    reply: {
      description: 'The completion, or a stream of its chunks when `stream` is true',
      content: {
        'application/json': { schema: COMPLETION },
        'text/event-stream': { schema: TEXT, example: STREAM_EXAMPLE },
      },
    },
  },
};
