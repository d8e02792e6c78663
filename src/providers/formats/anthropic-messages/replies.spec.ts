import { collect, translate } from '../../../../test/support/translated-stream.js';
import type { JsonObject } from '../../../core/json.js';
import type { ReplyContext } from '../../provider-strategy.js';
import { claudeFamily } from './families.js';
import { fromResponse } from './from-response.js';
import { fromStream } from './from-stream.js';
import { readError } from './read-error.js';

/** Any vendor JSON; only tests may trust it. */
type Wire = ReturnType<typeof JSON.parse>;

const CONTEXT: ReplyContext = {
  model: 'claude-sonnet-4-5',
  fallbackId: 'chatcmpl-0',
  created: 1,
  request: {},
  headers: {},
};
const AS_SCHEMA: ReplyContext = {
  ...CONTEXT,
  model: 'claude-3-5-sonnet-20240620',
  request: { response_format: { type: 'json_schema', json_schema: { name: 'x', schema: {} } } },
};

function stream(events: readonly JsonObject[], context = CONTEXT) {
  const all = [
    {
      type: 'message_start',
      message: { id: 'msg_1', usage: { input_tokens: 5, cache_read_input_tokens: 2, output_tokens: 1 } },
    },
    ...events,
    { type: 'message_stop' },
  ];
  return translate(fromStream(context), Buffer.from(all.map((event) => `data: ${JSON.stringify(event)}\n\n`).join('')));
}

const toolBlock = (index: number, name: string, pieces: readonly string[], type = 'tool_use'): JsonObject[] => [
  { type: 'content_block_start', index, content_block: { type, id: `toolu_${index}`, name, input: {} } },
  ...pieces.map((partial_json) => ({
    type: 'content_block_delta',
    index,
    delta: { type: 'input_json_delta', partial_json },
  })),
  { type: 'content_block_stop', index },
];
const stopped = (reason: string): JsonObject => ({
  type: 'message_delta',
  delta: { stop_reason: reason },
  usage: { output_tokens: 9 },
});

const WITH_NAMES: ReplyContext = {
  ...CONTEXT,
  request: { tools: [{ type: 'function', function: { name: 'mcp.files/read' } }] },
};

describe('names of tools that Claude does not take', () => {
  it('are the caller’s again in a reply and in a stream', () => {
    const content = [{ type: 'tool_use', id: 't', name: 'mcp_files_read', input: {} }];
    const reply: Wire = fromResponse({ content, stop_reason: 'tool_use' }, WITH_NAMES);
    expect(reply.choices[0].message.tool_calls[0].function.name).toBe('mcp.files/read');
    const events = [...toolBlock(0, 'mcp_files_read', []), stopped('tool_use')];
    expect(collect(stream(events, WITH_NAMES)).choices.get(0)?.toolCalls[0]).toMatchObject({ name: 'mcp.files/read' });
  });
});

describe('a streamed answer', () => {
  it('keeps what was counted where a later count is null', () => {
    const nulls = { input_tokens: null, cache_read_input_tokens: null, cache_creation: null, output_tokens: 9 };
    const end = { type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: nulls };
    expect(collect(stream([end])).usage).toMatchObject({ prompt_tokens: 7, completion_tokens: 9 });
  });

  it('trap 2: gives {} for a tool without arguments', () => {
    const { choices } = collect(
      stream([...toolBlock(0, 'now', ['']), ...toolBlock(1, 'add', ['{"x"', ':1}']), stopped('tool_use')]),
    );
    expect(choices.get(0)?.toolCalls.map((call) => call.arguments)).toEqual(['{}', '{"x":1}']);
  });

  it('counts calls, not blocks, and hides those of server tools', () => {
    const text = { type: 'content_block_start', index: 0, content_block: { type: 'text', text: 'Wait. ' } };
    const server = toolBlock(1, 'web_search', ['{"q":1}'], 'server_tool_use');
    const { choices } = collect(stream([text, ...server, ...toolBlock(2, 'add', ['{}']), stopped('tool_use')]));
    expect(choices.get(0)).toMatchObject({
      content: 'Wait. ',
      finishReason: 'tool_calls',
      toolCalls: [{ name: 'add' }],
    });
  });

  it('trap 3: takes the last counts, which are cumulative', () => {
    const last = {
      type: 'message_delta',
      delta: { stop_reason: 'end_turn' },
      usage: { input_tokens: 50, output_tokens: 9 },
    };
    const { usage } = collect(stream([{ type: 'message_delta', delta: {}, usage: { output_tokens: 4 } }, last]));
    expect(usage).toMatchObject({ prompt_tokens: 52, completion_tokens: 9, total_tokens: 61 });
  });

  it('keeps arguments that the limit cut', () => {
    const items: Wire[] = [...stream([...toolBlock(0, 'add', ['{"x":']), stopped('max_tokens')])];
    const finish = items.map((item) => item.choices[0]?.finish_reason).filter(Boolean);
    expect(finish).toEqual(['length']);
    expect(items.flatMap((item) => item.choices[0]?.delta.tool_calls ?? []).at(-1).function.arguments).toBe('{"x":');
  });

  it('makes content of the tool that stands in for a JSON schema', () => {
    const { choices } = collect(
      stream([...toolBlock(0, 'json_response', ['{"a"', ':1}']), stopped('tool_use')], AS_SCHEMA),
    );
    expect(choices.get(0)).toMatchObject({ content: '{"a":1}', finishReason: 'stop', toolCalls: [] });
  });

  it('trap 20: never ends in silence', () => {
    const translator = fromStream(CONTEXT);
    translator.push(Buffer.from('data: {"type":"message_start","message":{"id":"msg_1"}}\n\n'));
    expect(translator.end()).toMatchObject([{ kind: 'stream-broken', status: 502 }]);
    expect(translator.end()).toEqual([]);
  });
});

describe('a whole answer', () => {
  it('makes content of the tool that stands in for a JSON schema', () => {
    const content = [{ type: 'tool_use', id: 'toolu_1', name: 'json_response', input: { a: 1 } }];
    const reply: Wire = fromResponse({ id: 'msg_1', content, stop_reason: 'tool_use' }, AS_SCHEMA);
    expect(reply.choices[0]).toMatchObject({ message: { content: '{"a":1}' }, finish_reason: 'stop' });
    expect(reply.choices[0].message).not.toHaveProperty('tool_calls');
    expect(reply).not.toHaveProperty('usage');
  });

  it.each([
    ['pause_turn', 'stop'],
    ['model_context_window_exceeded', 'length'],
    ['of_the_future', 'stop'],
  ])('that stopped for %s finished with %s', (stop_reason, finish) => {
    const reply: Wire = fromResponse({ content: [], stop_reason }, CONTEXT);
    expect(reply).toMatchObject({ id: 'chatcmpl-0', choices: [{ finish_reason: finish, message: { content: null } }] });
  });
});

describe('an error of Claude', () => {
  const read = (status: number, type: string, message = 'words', headers: Record<string, string> = {}) =>
    readError({
      status,
      headers,
      body: JSON.stringify({ type: 'error', error: { type, message }, request_id: 'req_1' }),
    });

  it.each<[number, string, string, JsonObject]>([
    [
      400,
      'invalid_request_error',
      'max_tokens: too large',
      { kind: 'request-rejected', message: 'max_tokens: too large' },
    ],
    [
      400,
      'invalid_request_error',
      'prompt is too long: 9 tokens > 8',
      { kind: 'request-rejected', code: 'context_length_exceeded' },
    ],
    [
      400,
      'invalid_request_error',
      'Output blocked by content filtering policy',
      { kind: 'request-rejected', code: 'content_filter' },
    ],
    [400, 'invalid_request_error', 'Your credit balance is too low to access', { kind: 'quota-exhausted' }],
    [401, 'authentication_error', 'invalid x-api-key', { kind: 'credentials-rejected' }],
    [402, 'billing_error', 'pay', { kind: 'quota-exhausted' }],
    [403, 'permission_error', 'no', { kind: 'credentials-rejected' }],
    [404, 'not_found_error', 'model: x', { kind: 'request-rejected', status: 404, code: 'model_not_found' }],
    [413, 'request_too_large', 'big', { kind: 'request-rejected', status: 413 }],
    [429, 'rate_limit_error', 'slow', { kind: 'rate-limited' }],
    [500, 'api_error', 'oops', { kind: 'overloaded' }],
    [504, 'timeout_error', 'late', { kind: 'timeout' }],
    [529, 'overloaded_error', 'Overloaded', { kind: 'overloaded' }],
    [401, 'no type of Claude', 'no', { kind: 'credentials-rejected' }],
    [429, 'rate_limit_exceeded', 'slow', { kind: 'rate-limited' }],
    [408, '', 'late', { kind: 'timeout' }],
    [404, 'NotFound', 'model: x', { kind: 'request-rejected', status: 404, code: 'model_not_found' }],
  ])('%i %s (%s)', (status, type, message, expected) => {
    expect(read(status, type, message)).toMatchObject(expected);
  });

  it.each<[number, string]>([
    [503, 'overloaded'],
    [401, 'credentials-rejected'],
    [429, 'rate-limited'],
    [400, 'request-rejected'],
  ])('without a body of its own goes by its status %i', (status, kind) => {
    expect(readError({ status, headers: {}, body: '<html>' })).toMatchObject({ kind });
  });

  it('says when to come back, by retry-after or by the limit that is used up', () => {
    expect(read(429, 'rate_limit_error', '', { 'retry-after': '7' }).retryAfterMs).toBe(7000);
    const reset = new Date(Date.now() + 30_000).toISOString();
    const after = read(429, 'rate_limit_error', '', {
      'anthropic-ratelimit-requests-remaining': '5',
      'anthropic-ratelimit-input-tokens-remaining': '0',
      'anthropic-ratelimit-input-tokens-reset': reset,
    }).retryAfterMs;
    expect(after).toBeGreaterThan(25_000);
    expect(after).toBeLessThanOrEqual(30_000);
  });

  it('names no organisation', () => {
    const { message } = read(429, 'rate_limit_error', 'limit of org 01234567-89ab-cdef-0123-456789abcdef reached');
    expect(message).toBe('limit of org *** reached');
  });
});

describe('the family of a model', () => {
  it.each([
    ['claude-2.1', 4096, 'none'],
    ['claude-3-opus-20240229', 4096, 'none'],
    ['claude-3-5-haiku-latest', 8192, 'none'],
    ['us.anthropic.claude-3-7-sonnet-20250219-v1:0', 64_000, 'budget'],
    ['claude-opus-4-20250514', 32_000, 'budget'],
    ['claude-opus-4-1-20250805', 32_000, 'budget'],
    ['claude-sonnet-4@20250514', 64_000, 'budget'],
    ['claude-sonnet-4-0', 64_000, 'budget'],
    ['claude-haiku-4-5', 64_000, 'budget'],
    ['global.anthropic.claude-opus-4-6-v1', 128_000, 'either'],
    ['claude-opus-4-7', 128_000, 'adaptive'],
    ['claude-sonnet-5', 128_000, 'adaptive'],
    ['claude-of-next-year', 128_000, 'adaptive'],
  ])('%s', (model, maxTokens, thinking) => {
    expect(claudeFamily(model)).toMatchObject({ maxTokens, thinking });
  });
});
