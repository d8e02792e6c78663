import { EventStreamCodec } from '@smithy/eventstream-codec';
import { collect, translate } from '../../../../test/support/translated-stream.js';
import type { JsonObject } from '../../../core/json.js';
import { AwsEventStreamDecoder } from '../../framing/decode-aws-event-stream.js';
import { FrameTooLargeError } from '../../framing/decode-sse.js';
import type { ReplyContext } from '../../provider-strategy.js';
import { fromResponse } from './from-response.js';
import { fromStream } from './from-stream.js';
import { readError } from './read-error.js';

/** Any vendor JSON; only tests may trust it. */
type Wire = ReturnType<typeof JSON.parse>;

const CONTEXT: ReplyContext = {
  model: 'us.amazon.nova-lite-v1:0',
  fallbackId: 'chatcmpl-0',
  created: 1,
  request: {},
  headers: { 'x-amzn-requestid': 'r1' },
};
const AS_SCHEMA: ReplyContext = {
  ...CONTEXT,
  request: { response_format: { type: 'json_schema', json_schema: { name: 'x', schema: {} } } },
};

const codec = new EventStreamCodec(
  (bytes) => Buffer.from(bytes as Uint8Array).toString('utf8'),
  (text) => Buffer.from(text, 'utf8'),
);

function frame(headers: Record<string, string>, payload: JsonObject): Buffer {
  const typed = Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, { type: 'string' as const, value }]),
  );
  return Buffer.from(codec.encode({ headers: typed, body: Buffer.from(JSON.stringify(payload)) }));
}

const event = (type: string, payload: JsonObject) => frame({ ':message-type': 'event', ':event-type': type }, payload);
const start = event('messageStart', { role: 'assistant' });
const stopped = (stopReason: string) => event('messageStop', { stopReason });
const counts = event('metadata', { usage: { inputTokens: 3, outputTokens: 2, totalTokens: 5 } });

function toolBlock(index: number, name: string, pieces: readonly string[], more: JsonObject = {}): Buffer[] {
  const at = { contentBlockIndex: index };
  return [
    event('contentBlockStart', { ...at, start: { toolUse: { toolUseId: `t${index}`, name, ...more } } }),
    ...pieces.map((input) => event('contentBlockDelta', { ...at, delta: { toolUse: { input } } })),
    event('contentBlockStop', at),
  ];
}

const stream = (frames: readonly Buffer[], context = CONTEXT) => translate(fromStream(context), Buffer.concat(frames));

describe('names of tools that Converse does not take', () => {
  it('are the caller’s again in a reply and in a stream', () => {
    const context = { ...CONTEXT, request: { tools: [{ type: 'function', function: { name: 'mcp.read' } }] } };
    const content = [{ toolUse: { toolUseId: 't', name: 'mcp_read', input: {} } }];
    const reply: Wire = fromResponse({ output: { message: { content } }, stopReason: 'tool_use' }, context);
    expect(reply.choices[0].message.tool_calls[0].function.name).toBe('mcp.read');
    const frames = [start, ...toolBlock(0, 'mcp_read', []), stopped('tool_use'), counts];
    expect(collect(stream(frames, context)).choices.get(0)?.toolCalls[0]).toMatchObject({ name: 'mcp.read' });
  });
});

describe('a streamed answer of Bedrock', () => {
  it('trap 2: gives {} for a tool without arguments', () => {
    const { choices } = collect(
      stream([start, ...toolBlock(0, 'now', []), ...toolBlock(1, 'add', ['{"x"', ':1}']), stopped('tool_use'), counts]),
    );
    expect(choices.get(0)?.toolCalls.map((call) => call.arguments)).toEqual(['{}', '{"x":1}']);
    expect(choices.get(0)?.finishReason).toBe('tool_calls');
  });

  it('trap 7: begins text without a start event, and counts after its stop', () => {
    const text = event('contentBlockDelta', { contentBlockIndex: 0, delta: { text: 'Hi' } });
    const { id, choices, usage } = collect(stream([start, text, stopped('end_turn'), counts]));
    expect(id).toBe('chatcmpl-r1');
    expect(choices.get(0)).toMatchObject({ content: 'Hi', finishReason: 'stop' });
    expect(usage).toMatchObject({ prompt_tokens: 3, completion_tokens: 2, total_tokens: 5 });
  });

  it('ends well without counts', () => {
    const { error, usage, choices } = collect(stream([start, stopped('end_turn')]));
    expect([error, usage, choices.get(0)?.finishReason]).toEqual([null, null, 'stop']);
  });

  it('hides the tools that Bedrock runs itself', () => {
    const server = toolBlock(0, 'nova_grounding', ['{"q":1}'], { type: 'server_tool_use' });
    const { choices } = collect(
      stream([start, ...server, ...toolBlock(1, 'add', ['{}']), stopped('tool_use'), counts]),
    );
    expect(choices.get(0)?.toolCalls).toMatchObject([{ name: 'add' }]);
  });

  it('makes content of the tool that stands in for a JSON schema', () => {
    const { choices } = collect(
      stream([start, ...toolBlock(0, 'json_response', ['{"a":', '1}']), stopped('tool_use'), counts], AS_SCHEMA),
    );
    expect(choices.get(0)).toMatchObject({ content: '{"a":1}', finishReason: 'stop', toolCalls: [] });
  });

  it.each<[string, string]>([
    ['throttlingException', 'rate-limited'],
    ['modelStreamErrorException', 'overloaded'],
    ['internalServerException', 'overloaded'],
    ['serviceUnavailableException', 'overloaded'],
    ['validationException', 'request-rejected'],
    ['modelTimeoutException', 'timeout'],
  ])('ends with %s as %s', (name, kind) => {
    const exception = frame({ ':message-type': 'exception', ':exception-type': name }, { message: 'words' });
    const items = stream([start, exception, stopped('end_turn'), counts]);
    expect(items).toHaveLength(2);
    expect(items[1]).toMatchObject({ kind });
  });

  it('ends with an error frame', () => {
    const error = frame({ ':message-type': 'error', ':error-code': 'InternalFailure', ':error-message': 'words' }, {});
    expect(stream([start, error]).at(-1)).toMatchObject({ kind: 'overloaded' });
  });

  it('ends where the model’s output cannot be read', () => {
    expect(stream([start, stopped('malformed_tool_use'), counts]).at(-1)).toMatchObject({ kind: 'invalid-response' });
  });
});

describe('the binary event stream', () => {
  it('skips headers of other types', () => {
    const typed = {
      ':event-type': { type: 'string' as const, value: 'x' },
      n: { type: 'integer' as const, value: 5 },
      b: { type: 'boolean' as const, value: true },
    };
    const message = codec.encode({ headers: typed, body: Buffer.from('{}') });
    expect(new AwsEventStreamDecoder().push(message)).toMatchObject([{ headers: { ':event-type': 'x' } }]);
  });

  it('refuses a message above 16 MiB before it is there', () => {
    const prelude = Buffer.alloc(12);
    prelude.writeUInt32BE(16 * 1024 * 1024 + 1);
    expect(() => new AwsEventStreamDecoder().push(prelude)).toThrow(FrameTooLargeError);
  });
});

describe('a whole answer of Bedrock', () => {
  it('makes content of the tool that stands in for a JSON schema', () => {
    const content = [{ toolUse: { toolUseId: 't', name: 'json_response', input: { a: 1 } } }];
    const reply: Wire = fromResponse(
      { output: { message: { role: 'assistant', content } }, stopReason: 'tool_use' },
      AS_SCHEMA,
    );
    expect(reply.choices[0]).toMatchObject({ message: { content: '{"a":1}' }, finish_reason: 'stop' });
  });

  it.each<JsonObject>([
    {},
    { output: {} },
    { message: 'no' },
    { output: { message: { content: [] } }, stopReason: 'malformed_model_output' },
  ])('that is none is refused: %j', (body) => {
    expect(() => fromResponse(body, CONTEXT)).toThrow(expect.objectContaining({ kind: 'invalid-response' }));
  });
});

describe('an error of Bedrock', () => {
  const read = (status: number, name: string, message = 'words') =>
    readError({
      status,
      headers: name === '' ? {} : { 'x-amzn-errortype': `${name}:http://internal.amazon.com/` },
      body: JSON.stringify({ message }),
    });

  it.each<[number, string, string, JsonObject]>([
    [
      400,
      'ValidationException',
      'The provided model identifier is invalid.',
      { kind: 'request-rejected', status: 404, code: 'model_not_found' },
    ],
    [
      400,
      'ValidationException',
      'Input is too long for requested model.',
      { kind: 'request-rejected', code: 'context_length_exceeded' },
    ],
    [
      400,
      'ValidationException',
      'The model returned the following errors: Output blocked by content filtering policy',
      { kind: 'request-rejected', code: 'content_filter' },
    ],
    [
      400,
      'ValidationException',
      'Malformed input request',
      { kind: 'request-rejected', message: 'Malformed input request' },
    ],
    [404, 'ResourceNotFoundException', 'gone', { kind: 'request-rejected', status: 404, code: 'model_not_found' }],
    [403, 'UnrecognizedClientException', 'x', { kind: 'credentials-rejected' }],
    [403, 'InvalidSignatureException', 'x', { kind: 'credentials-rejected' }],
    [403, 'AccessDeniedException', 'x', { kind: 'credentials-rejected' }],
    [429, 'ThrottlingException', 'Too many tokens', { kind: 'rate-limited' }],
    [400, 'ServiceQuotaExceededException', 'x', { kind: 'rate-limited' }],
    [408, 'ModelTimeoutException', 'x', { kind: 'timeout' }],
    [424, 'ModelErrorException', 'x', { kind: 'overloaded' }],
    [429, 'ModelNotReadyException', 'x', { kind: 'overloaded' }],
    [500, 'InternalServerException', 'x', { kind: 'overloaded' }],
    [503, 'ServiceUnavailableException', 'x', { kind: 'overloaded' }],
    [403, '', 'x', { kind: 'credentials-rejected' }],
    [502, '', 'x', { kind: 'overloaded' }],
  ])('%i %s (%s)', (status, name, message, expected) => {
    expect(read(status, name, message)).toMatchObject(expected);
  });

  it('reads the name from the body too', () => {
    const body = JSON.stringify({ __type: 'com.amazon.coral.service#ExpiredTokenException', Message: 'x' });
    expect(readError({ status: 400, headers: {}, body })).toMatchObject({ kind: 'credentials-rejected' });
  });

  it('names no account', () => {
    const { message } = read(
      400,
      'ValidationException',
      'arn:aws:bedrock:us-east-1:123456789012:x/y of 123456789012 is odd',
    );
    expect(message).toBe('arn:*** of *** is odd');
  });
});
