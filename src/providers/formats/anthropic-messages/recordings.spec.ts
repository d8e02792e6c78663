import fc from 'fast-check';
import { defined } from '../../../../test/support/defined.js';
import { framesOf, recordingsOf, vendorReply, type Recording } from '../../../../test/support/recordings.js';
import { collect, isStream, streamBytes, translate } from '../../../../test/support/translated-stream.js';
import { GatewayError, UpstreamError } from '../../../core/errors.js';
import type { JsonObject } from '../../../core/json.js';
import type { ReplyContext, StreamItem } from '../../provider-strategy.js';
import { fromResponse } from './from-response.js';
import { fromStream } from './from-stream.js';
import { readError } from './read-error.js';

const recordings = recordingsOf('anthropic');
const answers = recordings.filter(({ response }) => response.status === 200);
const streams = answers.filter(isStream);
const wholes = answers.filter((answer) => !isStream(answer));
const named = (list: readonly Recording[]) => list.map((recording) => [recording.id, recording] as const);

const CONTEXT: ReplyContext = {
  model: 'claude-sonnet-4-5',
  fallbackId: 'chatcmpl-0',
  created: 1_700_000_000,
  request: {},
  headers: {},
};
const FINISH: Record<string, string> = {
  end_turn: 'stop',
  stop_sequence: 'stop',
  max_tokens: 'length',
  tool_use: 'tool_calls',
  refusal: 'content_filter',
};

interface Expected {
  id: string;
  text: string;
  reasoning: string;
  calls: { id: string; name: string; input: unknown }[];
  signatures: string[];
  finish: string;
  refusal: string | null;
  usage: { prompt: number; completion: number; cached: number; written: number; reasoning: number | undefined };
}

/** Any vendor JSON; only tests may trust it. */
type Wire = ReturnType<typeof JSON.parse>;

interface WireUsage {
  readonly input_tokens: number;
  readonly cache_read_input_tokens?: number;
  readonly cache_creation_input_tokens?: number;
  readonly output_tokens: number;
  readonly output_tokens_details?: { readonly thinking_tokens: number };
}

function expectedUsage(usage: WireUsage): Expected['usage'] {
  const cached = usage.cache_read_input_tokens ?? 0;
  const written = usage.cache_creation_input_tokens ?? 0;
  const prompt = usage.input_tokens + cached + written;
  return {
    prompt,
    completion: usage.output_tokens,
    cached,
    written,
    reasoning: usage.output_tokens_details?.thinking_tokens,
  };
}

function expectedOf(message: Wire): Expected {
  const of = (type: string): Wire[] => message.content.filter((block: Wire) => block.type === type);
  return {
    id: message.id,
    text: of('text')
      .map((block) => block.text)
      .join(''),
    reasoning: of('thinking')
      .map((block) => block.thinking)
      .join(''),
    calls: of('tool_use').map(({ id, name, input }) => ({ id, name, input })),
    signatures: of('thinking')
      .map((block) => block.signature)
      .filter(Boolean),
    finish: defined(FINISH[message.stop_reason]),
    refusal: message.stop_reason === 'refusal' ? message.stop_details.explanation : null,
    usage: expectedUsage(message.usage),
  };
}

/** Puts a recorded stream together as Anthropic's own clients do. One recording holds three answers in a row. */
function messageOf(recording: Recording): Wire {
  let message: Wire = {};
  const inputs = new Map<number, string>();
  for (const event of (framesOf(recording) ?? []) as Wire[]) {
    if (event.type === 'message_stop') break;
    if (event.type === 'message_start') message = structuredClone(event.message);
    if (event.type === 'content_block_start') message.content[event.index] = structuredClone(event.content_block);
    if (event.type === 'content_block_delta') {
      const block = message.content[event.index];
      const { delta } = event;
      if (delta.type === 'text_delta') block.text = `${block.text}${delta.text}`;
      if (delta.type === 'thinking_delta') block.thinking = `${block.thinking}${delta.thinking}`;
      if (delta.type === 'signature_delta') block.signature = delta.signature;
      if (delta.type === 'input_json_delta') {
        inputs.set(event.index, `${inputs.get(event.index) ?? ''}${delta.partial_json}`);
        block.input = JSON.parse(complete(defined(inputs.get(event.index))));
      }
    }
    if (event.type === 'message_delta') {
      Object.assign(message, event.delta);
      Object.assign(message.usage, event.usage);
    }
  }
  return message;
}

/** An empty object in place of arguments that are cut off, and so no JSON. */
function complete(text: string): string {
  try {
    JSON.parse(text);
    return text;
  } catch {
    return '{}';
  }
}

function expectUsage(usage: Wire, expected: Expected['usage']): void {
  expect(usage).toEqual({
    prompt_tokens: expected.prompt,
    completion_tokens: expected.completion,
    total_tokens: expected.prompt + expected.completion,
    prompt_tokens_details: { cached_tokens: expected.cached, cache_write_tokens: expected.written },
    ...(expected.reasoning !== undefined && { completion_tokens_details: { reasoning_tokens: expected.reasoning } }),
  });
}

describe('recorded replies of Claude', () => {
  it('are all here', () => {
    expect([wholes.length, streams.length, recordings.length - answers.length]).toEqual([43, 32, 9]);
  });

  it.each(named(wholes))('%s becomes a completion', (_, { response }) => {
    const reply: Wire = fromResponse(response.json ?? {}, CONTEXT);
    const expected = expectedOf(response.json);
    expect(reply).toMatchObject({
      id: `chatcmpl-${expected.id}`,
      object: 'chat.completion',
      created: CONTEXT.created,
      model: CONTEXT.model,
    });
    expect(reply.choices).toHaveLength(1);
    const [{ index, message, finish_reason, logprobs }] = reply.choices;
    expect([index, finish_reason, logprobs]).toEqual([0, expected.finish, null]);
    expect(message.role).toBe('assistant');
    expect(message.content).toBe(expected.text === '' ? null : expected.text);
    expect(message.refusal).toBe(expected.refusal);
    expect(message.reasoning_content ?? '').toBe(expected.reasoning);
    const calls = (message.tool_calls ?? []).map((call: Wire) => ({
      id: call.id,
      name: call.function.name,
      input: JSON.parse(call.function.arguments),
    }));
    expect(calls).toEqual(expected.calls);
    expect('tool_calls' in message).toBe(expected.calls.length > 0);
    const signatures = (message.thinking_blocks ?? []).map((block: Wire) => block.signature).filter(Boolean);
    expect(signatures).toEqual(expected.signatures);
    expectUsage(reply.usage, expected.usage);
  });

  it.each(named(streams))('%s becomes chunks', (_, recording) => {
    const collected = collect(translate(fromStream(CONTEXT), streamBytes(recording)));
    const expected = expectedOf(messageOf(recording));
    expect(collected.error).toBeNull();
    expect(collected.id).toBe(`chatcmpl-${expected.id}`);
    expect([...collected.choices.keys()]).toEqual([0]);
    const choice = defined(collected.choices.get(0));
    expect(choice.content).toBe(expected.text);
    expect(choice.reasoning).toBe(expected.reasoning);
    expect(choice.finishReason).toBe(expected.finish);
    expect(
      choice.toolCalls.map((call) => ({ id: call.id, name: call.name, input: JSON.parse(call.arguments) })),
    ).toEqual(expected.calls);
    expectUsage(collected.usage, expected.usage);
  });

  it.each(named(recordings.filter(({ response }) => response.status !== 200)))('%s is told apart', (_, recording) => {
    const failure = readError(vendorReply(recording));
    const { message, type }: Wire = recording.response.json?.['error'];
    const expected: Wire = {
      authentication_error: { kind: 'credentials-rejected' },
      not_found_error: { kind: 'request-rejected', status: 404, code: 'model_not_found', message },
      invalid_request_error: { kind: 'request-rejected', message },
    };
    expect(failure).toMatchObject(expected[type]);
  });

  it('keep signed thoughts, streamed as whole', () => {
    const recording = defined(streams.find(({ id }) => id === 'anthropic-reasoning-stream-2'));
    const items = translate(fromStream(CONTEXT), streamBytes(recording));
    const [block] = messageOf(recording).content;
    const carried = items.flatMap((item: Wire) => item.choices?.[0]?.delta.thinking_blocks ?? []);
    expect(carried).toEqual([{ type: 'thinking', thinking: block.thinking, signature: block.signature }]);
  });

  it('carry the reason of a refusal, streamed too', () => {
    const recording = defined(streams.find(({ id }) => id === 'anthropic-content-filter-stream-1'));
    const items = translate(fromStream(CONTEXT), streamBytes(recording));
    const said = items.map((item: Wire) => item.choices?.[0]?.delta.refusal ?? '').join('');
    expect(said).toMatch(/^This request triggered restrictions/);
  });
});

describe('a recorded stream of Claude', () => {
  it('gives the same items however its bytes are cut', () => {
    fc.assert(
      fc.property(fc.constantFrom(...streams), fc.array(fc.nat(), { maxLength: 20 }), (recording, cuts) => {
        const bytes = streamBytes(recording);
        const places = cuts.map((cut) => cut % (bytes.length + 1)).sort((one, other) => one - other);
        const stream = fromStream(CONTEXT);
        const items: StreamItem[] = [];
        let from = 0;
        for (const to of [...places, bytes.length]) {
          items.push(...stream.push(bytes.subarray(from, to)));
          from = to;
        }
        items.push(...stream.end());
        expect(items).toEqual(translate(fromStream(CONTEXT), bytes));
      }),
      { numRuns: 100 },
    );
  });

  it.each([
    'text-stream-1',
    'reasoning-tools-stream-1',
    'tool-call-tool-choice-stream-1',
    'json-schema-stream-1',
    'content-filter-stream-1',
  ])('of kind %s cut at any byte ends as an error', (kind) => {
    const bytes = streamBytes(defined(streams.find(({ id }) => id === `anthropic-${kind}`)));
    const whole = translate(fromStream(CONTEXT), bytes);
    // The last bytes end the terminal event's line and say nothing more.
    const end = Buffer.from(bytes).lastIndexOf('}') + 1;
    for (let length = 0; length < end; length += 1) {
      const stream = fromStream(CONTEXT);
      const items = translate(stream, bytes.subarray(0, length));
      const last = items.at(-1);
      expect(last).toBeInstanceOf(UpstreamError);
      expect((last as UpstreamError).kind).toBe('stream-broken');
      expect(stream.done).toBe(false);
      expect(JSON.stringify(items.slice(0, -1))).toBe(JSON.stringify(whole.slice(0, items.length - 1)));
      expect(items.filter((item) => item instanceof GatewayError)).toHaveLength(1);
    }
  });

  it('is over at its terminal event, whatever follows', () => {
    const bytes = streamBytes(defined(streams[0]));
    const stream = fromStream(CONTEXT);
    translate(stream, bytes);
    expect(stream.done).toBe(true);
    expect(stream.push(Buffer.from('data: {"type":"error","error":{"type":"api_error"}}\n\n'))).toEqual([]);
    expect(stream.end()).toEqual([]);
  });

  it('ends with an error event as that error', () => {
    const events = [
      { type: 'message_start', message: { id: 'msg_1', usage: { input_tokens: 1, output_tokens: 1 } } },
      { type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } },
      { type: 'message_stop' },
    ];
    const bytes = Buffer.from(
      events.map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`).join(''),
    );
    const items = translate(fromStream(CONTEXT), bytes);
    expect(items).toHaveLength(2);
    expect(items[1]).toMatchObject({ kind: 'overloaded' });
  });

  it('that is not JSON is an invalid answer', () => {
    const items = fromStream(CONTEXT).push(Buffer.from('data: <html>\n\n'));
    expect(items).toMatchObject([{ kind: 'invalid-response' }]);
  });
});

describe('a 200 that is no message', () => {
  it.each<JsonObject>([{}, { type: 'error', error: { message: 'no' } }, { content: 'text' }])(
    '%j is refused',
    (body) => {
      expect(() => fromResponse(body, CONTEXT)).toThrow(UpstreamError);
    },
  );
});
