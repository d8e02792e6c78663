import type { JsonObject } from '../../../core/json.js';
import { bedrockFamily } from './families.js';
import { toRequest } from './to-request.js';

/** Any vendor JSON; only tests may trust it. */
type Wire = ReturnType<typeof JSON.parse>;

const CLAUDE = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0';
const NOVA = 'us.amazon.nova-lite-v1:0';
const NOVA_2 = 'us.amazon.nova-2-lite-v1:0';
const LLAMA = 'us.meta.llama4-maverick-17b-instruct-v1:0';
const MISTRAL = 'mistral.mistral-large-2407-v1:0';

const USER = { role: 'user', content: 'Hi' };
const TOOL = { type: 'function', function: { name: 'add', parameters: { type: 'object', properties: {} } } };
const OTHER = { type: 'function', function: { name: 'sub' } };
const CALL = { id: 'call_1', type: 'function', function: { name: 'add', arguments: '' } };
const LOOP = [USER, { role: 'assistant', tool_calls: [CALL] }, { role: 'tool', tool_call_id: 'call_1', content: '1' }];
const NAMED = { type: 'function', function: { name: 'add' } };

function convert(json: JsonObject, model = CLAUDE): { body: Wire; dropped: readonly string[] } {
  const { body, dropped } = toRequest({ messages: [USER], ...json }, model, false);
  return { body: JSON.parse(JSON.stringify(body)), dropped };
}

describe('parameters for Bedrock', () => {
  it('stand in inferenceConfig', () => {
    const { body, dropped } = convert({ max_tokens: 9, temperature: 0.5, top_p: 0.9, stop: 'END' }, NOVA);
    expect(body.inferenceConfig).toEqual({ maxTokens: 9, temperature: 0.5, topP: 0.9, stopSequences: ['END'] });
    expect(dropped).toEqual([]);
    expect(Object.keys(convert({}).body)).toEqual(['messages']);
  });

  it.each<[string, JsonObject]>([
    ['n', { n: 2 }],
    ['logprobs', { logprobs: true }],
    ['logit_bias', { logit_bias: { 5: 1 } }],
    ['frequency_penalty', { frequency_penalty: 0.5 }],
    ['modalities', { modalities: ['text', 'audio'] }],
    ['web_search_options', { web_search_options: {} }],
    [
      'messages[0].content[0].image_url',
      {
        messages: [{ role: 'user', content: [{ type: 'image_url', image_url: { url: 'https://example.com/a.png' } }] }],
      },
    ],
    [
      'messages[0].content[0].input_audio',
      { messages: [{ role: 'user', content: [{ type: 'input_audio', input_audio: { data: 'AA' } }] }] },
    ],
    [
      'messages[0].content[0].file.file_id',
      { messages: [{ role: 'user', content: [{ type: 'file', file: { file_id: 'file-1' } }] }] },
    ],
  ])('refuse %s', (param, json) => {
    expect(() => convert(json)).toThrow(expect.objectContaining({ status: 400, code: 'unsupported_parameter', param }));
  });

  it('leave out hints by name', () => {
    const hints = { seed: 1, user: 'u', presence_penalty: 0, store: true, verbosity: 'low', made_up: 1 };
    expect([...convert({ ...hints, service_tier: 'scale' }).dropped].sort()).toEqual(
      [...Object.keys(hints), 'service_tier'].sort(),
    );
  });

  it('take Bedrock’s own on purpose', () => {
    const guardrailConfig = { guardrailIdentifier: 'g', guardrailVersion: '1' };
    const { body, dropped } = convert({
      guardrailConfig,
      requestMetadata: { a: 'b' },
      service_tier: 'flex',
      additionalModelRequestFields: { x: 1 },
    });
    expect(body).toMatchObject({
      guardrailConfig,
      requestMetadata: { a: 'b' },
      serviceTier: { type: 'flex' },
      additionalModelRequestFields: { x: 1 },
    });
    expect(dropped).toEqual([]);
  });

  it('give top_k to the families that have it, each in its place', () => {
    expect(convert({ top_k: 5 }).body.additionalModelRequestFields).toEqual({ top_k: 5 });
    expect(convert({ top_k: 5 }, NOVA).body.additionalModelRequestFields).toEqual({ inferenceConfig: { topK: 5 } });
    expect(convert({ top_k: 5 }, LLAMA).dropped).toEqual(['top_k']);
  });

  it('trap 6: the newest Claude gets no sampling', () => {
    expect(convert({ temperature: 0.2 }, 'us.anthropic.claude-opus-4-8')).toEqual({
      body: convert({}).body,
      dropped: ['temperature'],
    });
  });
});

describe('messages for Bedrock', () => {
  const messagesOf = (messages: JsonObject[], model?: string): Wire => convert({ messages }, model).body.messages;

  it('alternate, with all results of a turn first', () => {
    const second = { ...CALL, id: 'call_2' };
    const messages = messagesOf([
      USER,
      { role: 'assistant', content: ' ', tool_calls: [CALL, second] },
      { role: 'tool', tool_call_id: 'call_1', content: '1' },
      { role: 'tool', tool_call_id: 'call_2', content: '' },
      USER,
    ]);
    expect(messages.map(({ role }: Wire) => role)).toEqual(['user', 'assistant', 'user']);
    expect(messages[1].content[0]).toEqual({ toolUse: { toolUseId: 'call_1', name: 'add', input: {} } });
    expect(messages[2].content).toEqual([
      { toolResult: { toolUseId: 'call_1', status: 'success', content: [{ text: '1' }] } },
      { toolResult: { toolUseId: 'call_2', status: 'success', content: [{ text: '(empty)' }] } },
      { text: 'Hi' },
    ]);
  });

  it('trap 9: give documents clean names, none twice, and text beside them', () => {
    const file = {
      type: 'file',
      file: { filename: 'my_report v1.2.pdf', file_data: 'data:application/pdf;base64,AAAA' },
    };
    const [{ content }] = messagesOf([{ role: 'user', content: [file, file] }]);
    expect(content).toEqual([
      { document: { format: 'pdf', name: 'my report v1 2', source: { bytes: 'AAAA' } } },
      { document: { format: 'pdf', name: 'my report v1 2 2', source: { bytes: 'AAAA' } } },
      { text: expect.stringMatching(/\w/) },
    ]);
  });

  it.each([
    ['text/plain', 'notes.md', 'md'],
    ['text/plain', 'notes', 'txt'],
    ['text/x-python', 'a.py', 'txt'],
    ['application/octet-stream', 'a.docx', 'docx'],
  ])('know a document of type %s called %s for %s', (mimeType, filename, format) => {
    const file = { type: 'file', file: { filename, file_data: `data:${mimeType};base64,AAAA` } };
    expect(messagesOf([{ role: 'user', content: [file] }])[0].content[0].document.format).toBe(format);
  });

  it('mark what is to be cached by a point behind it, where the family caches', () => {
    const content = [
      { type: 'text', text: 'long', cache_control: { type: 'ephemeral' } },
      { type: 'text', text: 'short' },
    ];
    expect(messagesOf([{ role: 'user', content }])[0].content).toEqual([
      { text: 'long' },
      { cachePoint: { type: 'default' } },
      { text: 'short' },
    ]);
    expect(messagesOf([{ role: 'user', content }], LLAMA)[0].content).toHaveLength(2);
  });

  it('keep an hour on Claude only, by name', () => {
    const hour = { type: 'ephemeral', ttl: '1h' };
    const messages = [{ role: 'user', content: 'long', cache_control: hour }];
    const pointOf = (model: string) => convert({ messages }, model).body.messages[0].content[1];
    expect(pointOf(CLAUDE)).toEqual({ cachePoint: { type: 'default', ttl: '1h' } });
    expect(convert({ messages }, CLAUDE).dropped).toEqual([]);
    for (const model of [
      NOVA,
      'anthropic.claude-3-7-sonnet-20250219-v1:0',
      'anthropic.claude-sonnet-4-20250514-v1:0',
    ]) {
      expect(pointOf(model)).toEqual({ cachePoint: { type: 'default' } });
      expect(convert({ messages }, model).dropped).toEqual(['cache_control']);
    }
    expect(convert({ messages }, LLAMA).dropped).toEqual(['cache_control']);
    const tools = [{ ...TOOL, cache_control: { type: 'ephemeral' } }];
    expect(convert({ tools }, NOVA).dropped).toEqual(['cache_control']);
  });

  it('make one point of marks that meet', () => {
    const mark = { type: 'ephemeral' };
    const part = { type: 'text', text: 'long', cache_control: mark };
    const call = { id: 'call_1', type: 'function', function: { name: 'add', arguments: '{}' } };
    const { body } = convert({
      messages: [
        { role: 'system', content: [part], cache_control: { ...mark, ttl: '1h' } },
        { role: 'user', content: [part], cache_control: mark },
        { role: 'assistant', tool_calls: [call], cache_control: mark },
        { role: 'tool', tool_call_id: 'call_1', content: [part], cache_control: mark },
      ],
    });
    const point = { cachePoint: { type: 'default' } };
    expect(body.system).toEqual([{ text: 'long' }, { cachePoint: { type: 'default', ttl: '1h' } }]);
    expect(body.messages[0].content).toEqual([{ text: 'long' }, point]);
    expect(body.messages[1].content[1]).toEqual(point);
    expect(body.messages[2].content[1]).toEqual(point);
    expect(body.messages[2].content).toHaveLength(2);
  });

  it('carry four points at most, by name', () => {
    const marked = (text: string): JsonObject => ({
      role: 'user',
      content: text,
      cache_control: { type: 'ephemeral' },
    });
    const { body, dropped } = convert({ messages: ['1', '2', '3', '4', '5', '6'].map(marked) });
    const kinds = body.messages[0].content.map((block: Wire) => block.text ?? '|').join('');
    expect(kinds).toBe('1|234|5|6|');
    expect(dropped).toEqual(['cache_control']);
  });

  it('fit names that Converse refuses, in tools, choice and conversation', () => {
    const name = 'functions.get weather';
    const call = { id: 'call_1', type: 'function', function: { name, arguments: '{}' } };
    const messages = [
      { role: 'user', content: 'Hi' },
      { role: 'assistant', tool_calls: [call] },
      { role: 'tool', tool_call_id: 'call_1', content: '1' },
    ];
    const { body } = convert({
      messages,
      tools: [{ type: 'function', function: { name } }],
      tool_choice: { type: 'function', function: { name } },
    });
    expect(body.toolConfig.tools[0].toolSpec.name).toBe('functions_get_weather');
    expect(body.toolConfig.toolChoice).toEqual({ tool: { name: 'functions_get_weather' } });
    expect(body.messages[1].content[0].toolUse.name).toBe('functions_get_weather');
    expect(convert({ messages }).body.toolConfig.tools[0].toolSpec.name).toBe('functions_get_weather');
  });

  it('trap 15: fit foreign ids, for Mistral in nine characters', () => {
    const messages = messagesOf(LOOP, MISTRAL);
    const id: string = messages[1].content[0].toolUse.toolUseId;
    expect(id).toMatch(/^[a-zA-Z0-9]{9}$/);
    expect(messages[2].content[0].toolResult.toolUseId).toBe(id);
  });

  it('give signed and redacted thoughts back to Claude, and to nobody else', () => {
    const thinking_blocks = [
      { type: 'thinking', thinking: 'hm', signature: 's' },
      { type: 'redacted_thinking', data: 'EvgF' },
    ];
    const messages = [
      USER,
      { role: 'assistant', thinking_blocks, tool_calls: [CALL] },
      { role: 'tool', tool_call_id: 'call_1', content: '1' },
    ];
    const { body } = convert({ messages, reasoning_effort: 'low', tools: [TOOL] });
    expect(body.messages[1].content.slice(0, 2)).toEqual([
      { reasoningContent: { reasoningText: { text: 'hm', signature: 's' } } },
      { reasoningContent: { redactedContent: Buffer.from('EvgF').toString('base64') } },
    ]);
    expect(convert({ messages, tools: [TOOL] }, NOVA).body.messages[1].content).toHaveLength(1);
  });
});

describe('tools for Bedrock', () => {
  it.each<[string, unknown, unknown]>([
    [CLAUDE, 'auto', { auto: {} }],
    [CLAUDE, 'required', { any: {} }],
    [CLAUDE, NAMED, { tool: { name: 'add' } }],
    [LLAMA, 'auto', undefined],
    [MISTRAL, NAMED, { any: {} }],
  ])('on %s choose %j', (model, choice, expected) => {
    const { toolConfig } = convert({ tools: [TOOL, OTHER], tool_choice: choice as JsonObject }, model).body;
    expect(toolConfig.toolChoice).toEqual(expected);
    expect(toolConfig.tools).toHaveLength(model === MISTRAL ? 1 : 2);
  });

  it('stay away at tool_choice none, but where the conversation needs them', () => {
    expect(convert({ tools: [TOOL], tool_choice: 'none' })).toEqual({ body: convert({}).body, dropped: [] });
    const { body, dropped } = convert({ tools: [TOOL], tool_choice: 'none', messages: LOOP });
    expect(body.toolConfig).toEqual({
      tools: [{ toolSpec: { name: 'add', inputSchema: { json: TOOL.function.parameters } } }],
    });
    expect(dropped).toEqual(['tool_choice']);
  });

  it('trap 9: are declared where the conversation has calls and the request has none', () => {
    expect(convert({ messages: LOOP }).body.toolConfig).toEqual({
      tools: [{ toolSpec: { name: 'add', inputSchema: { json: { type: 'object', properties: {} } } } }],
    });
  });

  it('come one at a time from Claude; others are not told', () => {
    const single = { tools: [TOOL], parallel_tool_calls: false };
    const { body } = convert(single);
    expect(body.additionalModelRequestFields).toEqual({
      tool_choice: { type: 'auto', disable_parallel_tool_use: true },
    });
    expect(body.toolConfig).not.toHaveProperty('toolChoice');
    expect(convert(single, NOVA).dropped).toEqual(['parallel_tool_calls']);
  });
});

describe('answers by JSON schema on Bedrock', () => {
  const schema = { type: 'object', properties: { a: { type: 'string' } }, additionalProperties: false };
  const response_format = { type: 'json_schema', json_schema: { name: 'x', schema } };

  it('trap 9: send the schema as text where it is native', () => {
    const { jsonSchema } = convert({ response_format }).body.outputConfig.textFormat.structure;
    expect(jsonSchema).toEqual({ name: 'x', schema: JSON.stringify(schema) });
  });

  it.each([
    ['us.anthropic.claude-opus-4-7', 'json_response'],
    ['us.anthropic.claude-opus-4-8', 'json_response'],
    ['anthropic.claude-sonnet-5', 'json_response'],
    ['anthropic.claude-opus-4-1-20250805-v1:0', 'json_response'],
  ])('are a forced tool on %s, which compiles no schema, and tools are not strict', (model, name) => {
    const { body } = convert({ response_format }, model);
    expect(body).not.toHaveProperty('outputConfig');
    expect(body.toolConfig.toolChoice).toEqual({ tool: { name } });
    const strict = { ...TOOL, function: { ...TOOL.function, strict: true } };
    const tools = convert({ tools: [strict] }, model);
    expect(tools.body.toolConfig.tools[0].toolSpec).not.toHaveProperty('strict');
    expect(tools.dropped).toEqual(['tools']);
  });

  it('are words where a model takes neither a schema nor a forced tool, or not this schema', () => {
    const newest = convert({ response_format }, 'us.anthropic.claude-opus-5-5');
    expect(newest.body).not.toHaveProperty('toolConfig');
    expect(newest.body.system[0].text).toContain(JSON.stringify(schema));
    expect(newest.dropped).toEqual(['response_format']);
    const map = { type: 'object', additionalProperties: { type: 'number' } };
    const open = convert({ response_format: { type: 'json_schema', json_schema: { name: 'x', schema: map } } }, CLAUDE);
    expect(open.body).not.toHaveProperty('outputConfig');
    expect(open.dropped).toEqual(['response_format']);
  });

  it('are a forced tool on Nova, any tool on old Mistral, words on Llama', () => {
    expect(convert({ response_format }, NOVA).body.toolConfig).toMatchObject({
      tools: [{ toolSpec: { name: 'json_response', inputSchema: { json: schema } } }],
      toolChoice: { tool: { name: 'json_response' } },
    });
    expect(convert({ response_format }, MISTRAL).body.toolConfig.toolChoice).toEqual({ any: {} });
    const { body, dropped } = convert({ response_format }, LLAMA);
    expect(body.system[0].text).toContain(JSON.stringify(schema));
    expect(dropped).toEqual(['response_format']);
  });

  it('do not go with a forced tool where they need one themselves', () => {
    expect(() => convert({ response_format, tools: [TOOL], tool_choice: NAMED }, NOVA)).toThrow(
      expect.objectContaining({ param: 'response_format' }),
    );
  });
});

describe('reasoning on Bedrock', () => {
  it.each<[string, string, unknown]>([
    [CLAUDE, 'medium', { thinking: { type: 'enabled', budget_tokens: 8192 } }],
    [
      'us.anthropic.claude-opus-4-8',
      'high',
      { thinking: { type: 'adaptive', display: 'summarized' }, output_config: { effort: 'high' } },
    ],
    [NOVA_2, 'low', { reasoningConfig: { type: 'enabled', maxReasoningEffort: 'low' } }],
    [NOVA_2, 'none', { reasoningConfig: { type: 'disabled' } }],
    ['openai.gpt-oss-120b-1:0', 'high', { reasoning_effort: 'high' }],
    [LLAMA, 'none', undefined],
  ])('on %s at effort %s', (model, reasoning_effort, expected) => {
    const { body, dropped } = convert({ reasoning_effort }, model);
    expect(body.additionalModelRequestFields).toEqual(expected);
    expect(dropped).toEqual([]);
  });

  it.each<[string, string, unknown]>([
    [NOVA_2, 'minimal', { reasoningConfig: { type: 'enabled', maxReasoningEffort: 'low' } }],
    [NOVA_2, 'max', { reasoningConfig: { type: 'enabled', maxReasoningEffort: 'high' } }],
    ['openai.gpt-oss-120b-1:0', 'xhigh', { reasoning_effort: 'high' }],
    ['openai.gpt-oss-120b-1:0', 'none', { reasoning_effort: 'low' }],
    ['us.anthropic.claude-fable-5', 'none', { output_config: { effort: 'low' } }],
  ])('on %s at effort %s is another, by name', (model, reasoning_effort, expected) => {
    const { body, dropped } = convert({ reasoning_effort }, model);
    expect(body.additionalModelRequestFields).toEqual(expected);
    expect(dropped).toEqual(['reasoning_effort']);
  });

  it('states a limit above the budget', () => {
    expect(convert({ reasoning_effort: 'medium' }).body.inferenceConfig).toEqual({ maxTokens: 16_384 });
  });

  it('lifts the limits that Nova refuses at its highest effort', () => {
    const { body, dropped } = convert({ reasoning_effort: 'high', temperature: 0.5, max_tokens: 9 }, NOVA_2);
    expect(body).not.toHaveProperty('inferenceConfig');
    expect(dropped).toEqual(['temperature', 'max_tokens']);
  });

  it('trap 5: is off for the request where signed thoughts are lost, and left out where nobody reasons', () => {
    expect(convert({ reasoning_effort: 'low', messages: LOOP, tools: [TOOL] }).dropped).toEqual(['reasoning_effort']);
    expect(convert({ reasoning_effort: 'low' }, LLAMA).dropped).toEqual(['reasoning_effort']);
  });
});

describe('the family of a model on Bedrock', () => {
  it.each([
    [CLAUDE, 'claude', 'native'],
    ['anthropic.claude-opus-4-1-20250805-v1:0', 'claude', 'tool'],
    ['arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.anthropic.claude-sonnet-4-6', 'claude', 'native'],
    [NOVA_2, 'nova-2', 'tool'],
    ['google.gemma-3-27b-it', 'other', 'native'],
    ['moonshot.kimi-k2-thinking', 'other', 'native'],
    ['us.deepseek.r1-v1:0', 'other', 'instruction'],
    ['mistral.mistral-large-3-675b-instruct', 'mistral', 'native'],
  ])('%s', (model, kind, structuredOutput) => {
    expect(bedrockFamily(model)).toMatchObject({ kind, structuredOutput });
  });
});

describe('what some models of Bedrock lack', () => {
  const MESSAGES = [
    { role: 'system', content: 'S' },
    { role: 'user', content: 'Hi' },
  ];
  const TOOLS = [{ type: 'function', function: { name: 'f', parameters: { type: 'object', properties: {} } } }];
  const convert = (model: string, json: JsonObject) => toRequest({ messages: MESSAGES, ...json }, model, false);

  it.each<[string, JsonObject, string]>([
    ['deepseek.r1-v1:0', { tools: TOOLS }, 'tools'],
    ['mistral.mixtral-8x7b-instruct-v0:1', { tools: TOOLS }, 'tools'],
    ['meta.llama3-8b-instruct-v1:0', { tools: TOOLS }, 'tools'],
    ['meta.llama3-1-70b-instruct-v1:0', { tools: TOOLS, tool_choice: 'required' }, 'tool_choice'],
    ['openai.gpt-oss-120b-1:0', { stop: 'END' }, 'stop'],
    ['qwen.qwen3-235b-a22b-2507-v1:0', { stop: ['a', 'b'] }, 'stop'],
  ])('is refused by name: %s', (model, json, param) => {
    expect(() => convert(model, json)).toThrow(expect.objectContaining({ code: 'unsupported_parameter', param }));
  });

  it('is said by the user where it is the instructions', () => {
    const { body, dropped } = convert('mistral.mixtral-8x7b-instruct-v0:1', {
      response_format: { type: 'json_object' },
    });
    expect(body['system']).toBeUndefined();
    expect(body['messages']).toMatchObject([
      { role: 'user', content: [{ text: 'S' }, { text: expect.stringContaining('JSON') }, { text: 'Hi' }] },
    ]);
    expect(dropped).toEqual(['messages', 'response_format']);
  });

  it.each<[string, JsonObject[], string[]]>([
    ['instructions alone', [{ role: 'system', content: 'S' }], ['user']],
    [
      'a greeting',
      [
        { role: 'assistant', content: 'Hello' },
        { role: 'user', content: 'Hi' },
      ],
      ['user', 'assistant', 'user'],
    ],
  ])('is a user who begins: %s', (_, messages, roles) => {
    const { body, dropped } = convert('amazon.nova-pro-v1:0', { messages });
    expect((body['messages'] as JsonObject[]).map(({ role }) => role)).toEqual(roles);
    expect(body['system']).toBeUndefined();
    expect(dropped).toEqual(['messages']);
  });

  it.each([
    ['amazon.nova-pro-v1:0', 10_000],
    ['us.anthropic.claude-sonnet-4-5-20250929-v1:0', 64_000],
  ])('is more tokens than %s gives', (model, maxTokens) => {
    expect(convert(model, { max_tokens: 500_000 })).toMatchObject({
      body: { inferenceConfig: { maxTokens } },
      dropped: ['max_tokens'],
    });
  });

  it.each([
    ['deepseek.r1-v1:0', ['reasoning_effort']],
    ['minimax.minimax-m2', ['reasoning_effort']],
    ['meta.llama3-1-70b-instruct-v1:0', []],
  ])('is an effort of none on %s', (model, dropped) => {
    expect(convert(model, { reasoning_effort: 'none' }).dropped).toEqual(dropped);
  });
});
