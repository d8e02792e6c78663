import { UnsupportedParameterError } from '../../../core/errors.js';
import { JsonBody } from '../../../core/json-body.js';
import type { JsonObject } from '../../../core/json.js';
import { prepareChat } from './prepare-chat.js';

const USER = { role: 'user', content: 'hi' };
const TOOLS = [{ type: 'function', function: { name: 'f', parameters: { type: 'object', properties: {} } } }];
const SCHEMA = { type: 'object', properties: { a: { type: 'string' } }, required: ['a'], additionalProperties: false };
const asked = (strict?: boolean) => ({
  type: 'json_schema',
  json_schema: { name: 'r', schema: SCHEMA, ...(strict !== undefined && { strict }) },
});

function prepare(model: string, json: JsonObject) {
  const { body, dropped } = prepareChat(JsonBody.of({ model, messages: [USER], ...json }));
  return { json: body.toObject(), dropped };
}

describe('JSON answers of Groq', () => {
  it.each<[string, JsonObject]>([
    ['openai/gpt-oss-120b', asked(true)],
    ['meta-llama/llama-4-scout-17b-16e-instruct', asked()],
    ['llama-3.3-70b-versatile', { type: 'json_object' }],
    ['llama-3.3-70b-versatile', { type: 'text' }],
  ])('%s is asked for %j as it is', (model, format) => {
    const { json, dropped } = prepare(model, { response_format: format });
    expect(json).toEqual({ model, messages: [USER], response_format: format });
    expect(dropped).toEqual([]);
  });

  it('follow a schema without being held to it where the model cannot be', () => {
    const { json, dropped } = prepare('moonshotai/kimi-k2-instruct', { response_format: asked(true) });
    expect(json['response_format']).toEqual(asked(false));
    expect(dropped).toEqual(['response_format']);
  });

  it.each<[string, JsonObject, JsonObject | undefined]>([
    ['qwen/qwen3-32b', { response_format: asked(true) }, { type: 'json_object' }],
    ['unheard-of', { response_format: asked() }, { type: 'json_object' }],
    ['openai/gpt-oss-20b', { response_format: asked(), tools: TOOLS }, undefined],
    ['llama-3.3-70b-versatile', { response_format: { type: 'json_object' }, tools: TOOLS }, undefined],
  ])('are an instruction to %s for %j', (model, given, format) => {
    const { json, dropped } = prepare(model, given);
    expect(json['response_format']).toEqual(format);
    expect(json['messages']).toEqual([{ role: 'system', content: expect.stringContaining('JSON') }, USER]);
    expect(dropped).toEqual(['response_format']);
  });
});

describe('histories for Groq', () => {
  it('hold no thoughts of other vendors among the parts', () => {
    const text = { type: 'text', text: 'A' };
    const messages = [USER, { role: 'assistant', content: [{ type: 'thinking', thinking: 'hm' }, text] }, USER];
    expect(prepare('llama-3.3-70b-versatile', { messages }).json['messages']).toEqual([
      USER,
      { role: 'assistant', content: [text] },
      USER,
    ]);
  });

  it('hold what a model said where it would not answer', () => {
    const messages = [USER, { role: 'assistant', content: null, refusal: 'No.' }, USER];
    expect(prepare('llama-3.3-70b-versatile', { messages }).json['messages']).toEqual([
      USER,
      { role: 'assistant', content: 'No.' },
      USER,
    ]);
  });

  it('hold no images of tools', () => {
    const image = { type: 'image_url', image_url: { url: 'https://example.com/a.png' } };
    const messages = [USER, { role: 'tool', tool_call_id: 'a', content: [image] }];
    expect(() => prepare('llama-3.3-70b-versatile', { messages })).toThrow(UnsupportedParameterError);
  });

  it.each(['default', 'ultra'])('leave an effort of %s to the model', (effort) => {
    const { json, dropped } = prepare('openai/gpt-oss-20b', { reasoning_effort: effort });
    expect(json['reasoning_effort']).toBeUndefined();
    expect(dropped).toEqual(['reasoning_effort']);
  });
});
