import { UnsupportedParameterError } from '../../../core/errors.js';
import type { JsonObject, JsonValue } from '../../../core/json.js';
import { toRequest, type GoogleDialect } from './to-request.js';

const VERTEX: GoogleDialect = { label: 'Vertex AI', sendsCallIds: false, takesLabels: true };

const user = (content: JsonValue): JsonObject => ({ role: 'user', content });
const asks = (content: JsonValue): JsonObject => ({ messages: [user(content)] });

function convert(model: string, json: JsonObject, dialect = VERTEX) {
  return toRequest({ model, ...json }, model, dialect);
}

const WEATHER_TOOL: JsonObject = {
  type: 'function',
  function: {
    name: 'weather',
    description: 'Gets current weather for a location',
    parameters: {
      type: 'object',
      properties: {
        latitude: { type: 'string', description: 'Latitude (e.g., 52.5200)' },
        longitude: { type: 'string', description: 'Longitude (e.g., 13.4050)' },
      },
      required: ['latitude', 'longitude'],
    },
  },
};

describe('a chat request as Gemini takes it', () => {
  it.each<[JsonValue, JsonObject | undefined]>([
    ['auto', undefined],
    ['none', { mode: 'NONE' }],
    ['required', { mode: 'ANY' }],
    [
      { type: 'function', function: { name: 'weather' } },
      { mode: 'ANY', allowedFunctionNames: ['weather'] },
    ],
    [
      {
        type: 'allowed_tools',
        allowed_tools: { mode: 'auto', tools: [{ type: 'function', function: { name: 'weather' } }] },
      },
      { mode: 'VALIDATED', allowedFunctionNames: ['weather'] },
    ],
  ])('chooses tools by %j', (choice, calling) => {
    const { body } = convert('gemini-2.5-flash', { ...asks('?'), tools: [WEATHER_TOOL], tool_choice: choice });
    expect(body['toolConfig']).toEqual(calling && { functionCallingConfig: calling });
  });

  it('validates calls of strict tools', () => {
    const tool = { type: 'function', function: { name: 'f', strict: true, parameters: { type: 'object' } } };
    const { body } = convert('gemini-2.5-flash', { ...asks('?'), tools: [tool] });
    expect(body['toolConfig']).toEqual({ functionCallingConfig: { mode: 'VALIDATED' } });
  });

  it('gives a function without parameters no schema', () => {
    const tool = { type: 'function', function: { name: 'f', description: 'Does it' } };
    const { body } = convert('gemini-2.5-flash', { ...asks('?'), tools: [tool] });
    expect(body['tools']).toEqual([{ functionDeclarations: [{ name: 'f', description: 'Does it' }] }]);
  });

  it('takes legacy functions for tools', () => {
    const { body } = convert('gemini-2.5-flash', {
      messages: [
        user('?'),
        { role: 'assistant', content: null, function_call: { name: 'f', arguments: '{"a":1}' } },
        { role: 'function', name: 'f', content: 'done' },
      ],
      functions: [{ name: 'f', parameters: { type: 'object', properties: { a: { type: 'integer' } } } }],
      function_call: { name: 'f' },
    });
    expect(body['toolConfig']).toEqual({ functionCallingConfig: { mode: 'ANY', allowedFunctionNames: ['f'] } });
    expect(body['contents']).toEqual([
      { role: 'user', parts: [{ text: '?' }] },
      { role: 'model', parts: [{ functionCall: { name: 'f', args: { a: 1 } } }] },
      { role: 'user', parts: [{ functionResponse: { name: 'f', response: { result: 'done' } } }] },
    ]);
  });

  it('maps sampling, limits, stops, seeds and choices', () => {
    const { body, dropped } = convert('gemini-2.0-flash', {
      ...asks('?'),
      temperature: 1.5,
      top_p: 0.5,
      top_k: 20,
      n: 2,
      stop: 'END',
      seed: 7,
      max_tokens: 10,
      presence_penalty: 0.5,
      frequency_penalty: 0,
    });
    expect(body['generationConfig']).toEqual({
      temperature: 1.5,
      topP: 0.5,
      topK: 20,
      candidateCount: 2,
      stopSequences: ['END'],
      seed: 7,
      maxOutputTokens: 10,
      presencePenalty: 0.5,
    });
    expect(dropped).toEqual(['frequency_penalty']);
  });

  it('holds max_completion_tokens above the older max_tokens', () => {
    const { body, dropped } = convert('gemini-2.5-flash', { ...asks('?'), max_completion_tokens: 32, max_tokens: 99 });
    expect(body['generationConfig']).toEqual({ maxOutputTokens: 32 });
    expect(dropped).toEqual([]);
  });

  it.each<[string, string, JsonObject, boolean]>([
    ['gemini-2.5-flash', 'minimal', { thinkingBudget: 512 }, false],
    ['gemini-2.5-flash', 'low', { thinkingBudget: 1024 }, false],
    ['gemini-2.5-flash', 'medium', { thinkingBudget: 8192 }, false],
    ['gemini-2.5-pro', 'high', { thinkingBudget: 24576 }, false],
    ['gemini-2.5-pro', 'none', { thinkingBudget: 128 }, true],
    ['gemini-2.5-pro', 'max', { thinkingBudget: 32768 }, true],
    ['gemini-3-flash-preview', 'none', { thinkingLevel: 'minimal' }, true],
    ['gemini-3-flash-preview', 'medium', { thinkingLevel: 'medium' }, false],
    ['gemini-3-pro-preview', 'medium', { thinkingLevel: 'high' }, true],
    ['gemini-3.1-pro-preview', 'medium', { thinkingLevel: 'medium' }, false],
    ['gemini-3.1-pro-preview', 'minimal', { thinkingLevel: 'low' }, true],
    ['gemini-flash-latest', 'xhigh', { thinkingLevel: 'high' }, true],
  ])('%s thinks with effort %s', (model, effort, thinkingConfig, approximated) => {
    const { body, dropped } = convert(model, { ...asks('?'), reasoning_effort: effort });
    expect(body['generationConfig']).toEqual({ thinkingConfig });
    expect(dropped).toEqual(approximated ? ['reasoning_effort'] : []);
  });

  it('names an effort that the model cannot make', () => {
    const { body, dropped } = convert('gemini-2.0-flash', { ...asks('?'), reasoning_effort: 'low' });
    expect(body).not.toHaveProperty('generationConfig');
    expect(dropped).toEqual(['reasoning_effort']);
  });

  it('never sends a budget and a level together', () => {
    const { body } = convert('gemini-3-flash-preview', {
      ...asks('?'),
      reasoning_effort: 'low',
      thinking_config: { thinking_budget: 512, include_thoughts: true },
    });
    expect(body['generationConfig']).toEqual({ thinkingConfig: { thinkingBudget: 512, includeThoughts: true } });
  });

  it.each<[string, (own: JsonObject) => JsonObject]>([
    ['the top', (own) => own],
    ['google', (google) => ({ google })],
    ['extra_body.google', (google) => ({ extra_body: { google } })],
  ])('takes Google’s own fields from %s', (_, placed) => {
    const own = {
      cached_content: 'cachedContents/1',
      safety_settings: [{ category: 'HARM_CATEGORY_HATE_SPEECH', threshold: 'BLOCK_NONE' }],
      thinking_config: { thinking_budget: 0 },
      top_k: 20,
    };
    const { body, dropped } = convert('gemini-2.5-flash', { ...asks('?'), ...placed(own) });
    expect(body).toEqual({
      contents: [{ role: 'user', parts: [{ text: '?' }] }],
      cachedContent: own.cached_content,
      safetySettings: own.safety_settings,
      generationConfig: { topK: 20, thinkingConfig: { thinkingBudget: 0 } },
    });
    expect(dropped).toEqual([]);
  });

  it('has no word for streaming, and does not call it left out', () => {
    const streamed = { ...asks('?'), stream: true, stream_options: { include_usage: true } };
    expect(convert('gemini-2.5-flash', streamed)).toEqual({ ...convert('gemini-2.5-flash', asks('?')), dropped: [] });
  });

  it('names what it leaves out', () => {
    const { dropped } = convert('gemini-2.5-flash', {
      ...asks('?'),
      ...{ user: 'u', store: true, verbosity: 'low', prediction: {}, prompt_cache_key: 'k', metadata: {} },
      ...{ service_tier: 'flex', parallel_tool_calls: false, unheard_of: 1, logit_bias: {}, safety_identifier: null },
    });
    expect([...dropped].sort()).toEqual(
      [
        ...['metadata', 'parallel_tool_calls', 'prediction', 'prompt_cache_key', 'service_tier', 'store'],
        ...['unheard_of', 'user', 'verbosity'],
      ].sort(),
    );
  });

  it.each<[string, JsonObject]>([
    ['logit_bias', { logit_bias: { 50256: -100 } }],
    ['audio', { audio: { voice: 'alloy', format: 'mp3' } }],
    ['modalities', { modalities: ['text', 'audio'] }],
    ['web_search_options', { web_search_options: {} }],
    ['n', { n: 9 }],
    ['messages[0].content[0].file.file_id', asks([{ type: 'file', file: { file_id: 'file-123' } }])],
  ])('refuses %s', (param, json) => {
    const refused = () => convert('gemini-2.5-flash', { ...asks('?'), ...json });
    expect(refused).toThrow(UnsupportedParameterError);
    expect(refused).toThrow(expect.objectContaining({ param, code: 'unsupported_parameter', status: 400 }));
  });

  it('refuses custom tools', () => {
    const refused = () =>
      convert('gemini-2.5-flash', { ...asks('?'), tools: [{ type: 'custom', custom: { name: 'x' } }] });
    expect(refused).toThrow(expect.objectContaining({ param: 'tools[0].type', code: 'unsupported_parameter' }));
  });

  it.each([
    ['gemini-3-flash-preview', 'minimal', 'minimal', false],
    ['gemini-3.6-flash', 'none', 'minimal', true],
    ['gemini-3.7-flash', 'minimal', 'low', true],
    ['gemini-3.7-flash', 'none', 'low', true],
    ['gemini-3.8-flash', 'minimal', 'low', true],
    ['gemini-3.8-flash-lite', 'minimal', 'low', true],
    ['gemini-4-flash', 'minimal', 'low', true],
    ['gemini-flash-latest', 'minimal', 'low', true],
    ['gemini-3.8-flash', 'medium', 'medium', false],
    ['gemini-3.1-pro-preview', 'minimal', 'low', true],
    ['gemini-3-pro-image-preview', 'low', undefined, true],
  ])('%s thinks at effort %s on level %s', (model, effort, level, isNamed) => {
    const { body, dropped } = convert(model, { ...asks('?'), reasoning_effort: effort });
    const config = body['generationConfig'] as JsonObject | undefined;
    expect(config?.['thinkingConfig']).toEqual(level && { thinkingLevel: level });
    expect(dropped).toEqual(isNamed ? ['reasoning_effort'] : []);
  });

  it('begins the first message of Gemma with what a system message says', () => {
    const system = { role: 'system', content: 'Be brief.' };
    const { body, dropped } = convert('gemma-3-27b-it', { messages: [system, user('Hi')] });
    expect(body['systemInstruction']).toBeUndefined();
    expect(body['contents']).toEqual([{ role: 'user', parts: [{ text: 'Be brief.' }, { text: 'Hi' }] }]);
    expect(dropped).toEqual(['messages']);
    const answered = [{ role: 'assistant', content: 'Hello' }, user('Hi')];
    expect(convert('gemma-4-31b-it', { messages: [...answered, system] }).body['contents']).toEqual([
      { role: 'user', parts: [{ text: 'Be brief.' }] },
      { role: 'model', parts: [{ text: 'Hello' }] },
      { role: 'user', parts: [{ text: 'Hi' }] },
    ]);
    expect(convert('gemma-3-27b-it', asks('Hi')).dropped).toEqual([]);
  });

  it('fits schemas of tools and of answers, and names what it could not say', () => {
    const shape = { anyOf: [{ $ref: '#/$defs/A', description: 'an A' }], $defs: { A: { const: 'a' } } };
    const sent = { anyOf: [{ $ref: '#/$defs/A' }], $defs: { A: { enum: ['a'] } } };
    const { body, dropped } = convert('gemini-3-flash-preview', {
      ...asks('?'),
      tools: [{ type: 'function', function: { name: 'f', parameters: shape } }],
      response_format: { type: 'json_schema', json_schema: { name: 'x', schema: shape } },
    });
    expect(body['tools']).toEqual([{ functionDeclarations: [{ name: 'f', parametersJsonSchema: sent }] }]);
    expect(body['generationConfig']).toMatchObject({ responseJsonSchema: sent });
    expect(dropped).toEqual(['tools', 'response_format']);
  });

  it.each(['image/jpg', 'image/png', 'IMAGE/JPEG'])('sends a JPEG that is called %s as one', (type) => {
    const image = { type: 'image_url', image_url: { url: `data:${type};base64,/9j/4AAQ` } };
    expect(convert('gemini-2.5-flash', asks([image])).body['contents']).toEqual([
      { role: 'user', parts: [{ inlineData: { mimeType: 'image/jpeg', data: '/9j/4AAQ' } }] },
    ]);
  });
});

describe('what some of Google’s models lack', () => {
  const TOOLS = [{ type: 'function', function: { name: 'f', parameters: { type: 'object', properties: {} } } }];
  const SCHEMA = { type: 'json_schema', json_schema: { name: 'r', schema: { type: 'object', properties: {} } } };

  it.each<[string, JsonObject, string]>([
    ['gemini-2.5-flash', { presence_penalty: 0.5 }, 'presence_penalty'],
    ['gemini-3-pro-preview', { frequency_penalty: -1 }, 'frequency_penalty'],
    ['gemini-flash-latest', { frequency_penalty: 1 }, 'frequency_penalty'],
    ['gemma-3-27b-it', { tools: TOOLS }, 'tools'],
  ])('is refused by name: %s %j', (model, json, param) => {
    expect(() => convert(model, { ...asks('?'), ...json })).toThrow(
      expect.objectContaining({ code: 'unsupported_parameter', param }),
    );
  });

  it.each<[string, JsonObject]>([
    ['gemini-2.5-pro', { tools: TOOLS, response_format: { type: 'json_object' } }],
    ['gemini-2.0-flash', { tools: TOOLS, response_format: SCHEMA }],
  ])('is an instruction: JSON beside functions on %s', (model, json) => {
    const { body, dropped } = convert(model, { ...asks('?'), ...json });
    expect(body['generationConfig']).toBeUndefined();
    expect(body['systemInstruction']).toMatchObject({ parts: [{ text: expect.stringContaining('JSON') }] });
    expect(dropped).toEqual(['response_format']);
  });

  it('is said by the user: JSON on Gemma', () => {
    const { body, dropped } = convert('gemma-3-27b-it', { ...asks('?'), response_format: SCHEMA });
    expect(body['contents']).toMatchObject([{ parts: [{ text: expect.stringContaining('JSON') }, { text: '?' }] }]);
    expect(dropped).toEqual(['messages', 'response_format']);
  });

  it.each([
    ['gemini-2.0-flash', 8_192],
    ['gemini-2.5-flash', 65_536],
    ['gemini-3.9-flash', 65_536],
  ])('is more tokens than %s gives', (model, maxOutputTokens) => {
    const { body, dropped } = convert(model, { ...asks('?'), max_tokens: 500_000 });
    expect(body['generationConfig']).toEqual({ maxOutputTokens });
    expect(dropped).toEqual(['max_tokens']);
  });

  it('is a seed of more than 32 bits', () => {
    const { body, dropped } = convert('gemini-2.5-flash', { ...asks('?'), seed: 2 ** 31 + 5 });
    expect(body['generationConfig']).toEqual({ seed: 5 });
    expect(dropped).toEqual(['seed']);
  });

  it('is a conversation that begins with calls', () => {
    const called = { id: 'a', type: 'function', function: { name: 'f', arguments: '{}' } };
    const messages = [
      { role: 'assistant', tool_calls: [called] },
      { role: 'tool', tool_call_id: 'a', content: '1' },
    ];
    const { body, dropped } = convert('gemini-2.5-flash', { messages });
    expect((body['contents'] as JsonObject[]).map(({ role }) => role)).toEqual(['user', 'model', 'user']);
    expect(dropped).toEqual(['messages']);
  });
});
