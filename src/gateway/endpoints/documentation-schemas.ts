import type { OpenAPIObject } from '@nestjs/swagger';

type Components = NonNullable<OpenAPIObject['components']>;
type SchemaObject = Exclude<NonNullable<Components['schemas']>[string], { $ref: string }>;
type ExampleObject = Exclude<NonNullable<Components['examples']>[string], { $ref: string }>;

/**
 * The gateway's bodies as far as a reader needs them: what routing, settings and the log look at, and OpenAI's common fields.
 * @see https://platform.openai.com/docs/api-reference/chat
 */
export const CHAT_COMPLETION_REQUEST: SchemaObject = {
  type: 'object',
  required: ['messages'],
  additionalProperties: true,
  properties: {
    model: { type: 'string', description: '`@<provider slug>/<model>` or `@config/<config slug>`' },
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

export const CHAT_EXAMPLES: Record<string, ExampleObject> = {
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

export const CHAT_COMPLETION: SchemaObject = {
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

export const CHAT_STREAM_EXAMPLE = [
  'data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":0,"model":"sandbox-1","choices":[{"index":0,"delta":{"content":"Hello"},"finish_reason":null}]}',
  'data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":0,"model":"sandbox-1","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}',
  'data: [DONE]',
  '',
].join('\n\n');

export const MODEL: SchemaObject = {
  type: 'object',
  additionalProperties: true,
  required: ['id', 'object', 'created', 'owned_by'],
  properties: {
    id: { type: 'string', example: '@sandbox/sandbox-1' },
    object: { type: 'string', enum: ['model'] },
    created: { type: 'integer', description: 'Whole seconds since 1970; 0 where it is not known' },
    owned_by: { type: 'string', example: 'sandbox' },
    context_window: { type: 'integer', description: 'Tokens; absent where it is not known' },
    capabilities: { type: 'array', items: { type: 'string' }, description: "The endpoints of the model's provider" },
    pricing: {
      type: 'object',
      additionalProperties: { type: 'string' },
      description: 'USD for one of each unit; absent where no price is known',
    },
  },
};

export const MODEL_LIST: SchemaObject = {
  type: 'object',
  required: ['object', 'data'],
  properties: { object: { type: 'string', enum: ['list'] }, data: { type: 'array', items: MODEL } },
};

export const GATEWAY_ERROR: SchemaObject = {
  type: 'object',
  required: ['error'],
  properties: {
    error: {
      type: 'object',
      required: ['message', 'type', 'param', 'code'],
      properties: {
        message: { type: 'string' },
        type: { type: 'string', example: 'invalid_request_error' },
        param: { oneOf: [{ type: 'string' }, { type: 'null' }] },
        code: { oneOf: [{ type: 'string' }, { type: 'null' }], example: 'route_not_specified' },
      },
    },
  },
};
