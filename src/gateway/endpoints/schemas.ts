import type { SchemaObject } from '../fronts/front-format.js';
import type { EndpointDocumentation } from './endpoint-spec.js';

/** What the descriptions of several endpoints are made of. */
export const MODEL_NAME: SchemaObject = {
  type: 'string',
  description: '`@<provider slug>/<model>` or `@config/<config slug>`',
};
export const TEXT: SchemaObject = { type: 'string' };
export const TEXTS: SchemaObject = { type: 'array', items: { type: 'string' } };
export const TEXTS_OR_TOKENS: SchemaObject = {
  oneOf: [TEXT, TEXTS, { type: 'array', items: {}, description: 'Tokens, or lists of them' }],
};
export const COUNT: SchemaObject = { type: 'integer', minimum: 1 };
export const NUMBER: SchemaObject = { type: 'number' };
export const BOOLEAN: SchemaObject = { type: 'boolean' };
export const BINARY: SchemaObject = { type: 'string', format: 'binary' };
export const oneOf = (...values: string[]): SchemaObject => ({ type: 'string', enum: values });

export const ONLY_JSON = { 'application/json': { schema: { type: 'object', additionalProperties: true } } };
export const EVENTS_TOO = { ...ONLY_JSON, 'text/event-stream': { schema: TEXT } };

/** Fields that are not named travel on to vendors of OpenAI's format. */
export function jsonRequest(required: string[], properties: Record<string, SchemaObject>): SchemaObject {
  return { type: 'object', required, additionalProperties: true, properties: { model: MODEL_NAME, ...properties } };
}

export function offline(value: object): EndpointDocumentation['examples'] {
  return { sandbox: { summary: 'Offline, on the sandbox', value } };
}

/** @see https://platform.openai.com/docs/api-reference/models */
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
