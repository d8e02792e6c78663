import fc from 'fast-check';
import { defined } from '../../../../test/support/defined.js';
import { recordingsOf, vendorReply, type Recording } from '../../../../test/support/recordings.js';
import { collect, isStream, streamBytes, translate } from '../../../../test/support/translated-stream.js';
import { UpstreamError } from '../../../core/errors.js';
import type { ReplyContext, StreamItem } from '../../provider-strategy.js';
import { fromResponse } from './from-response.js';
import { fromStream } from './from-stream.js';
import { readError } from './read-error.js';

const recordings = recordingsOf('bedrock').filter(({ api }) => api.startsWith('converse'));
const answers = recordings.filter(({ response }) => response.status === 200);
const streams = answers.filter(isStream);
const wholes = answers.filter((answer) => !isStream(answer));
const named = (list: readonly Recording[]) => list.map((recording) => [recording.id, recording] as const);

function contextOf({ response }: Recording): ReplyContext {
  const { headers } = response;
  return {
    model: 'us.anthropic.claude-sonnet-4-5-v1:0',
    fallbackId: 'chatcmpl-0',
    created: 1_700_000_000,
    request: {},
    headers,
  };
}

const newStream = (recording: Recording) => fromStream(contextOf(recording));

const FINISH: Record<string, string> = {
  end_turn: 'stop',
  stop_sequence: 'stop',
  max_tokens: 'length',
  tool_use: 'tool_calls',
  guardrail_intervened: 'content_filter',
};

/** Any vendor JSON; only tests may trust it. */
type Wire = ReturnType<typeof JSON.parse>;

/** Reads the binary frames by the plainest means, without their checksums. */
function framesOf(recording: Recording): { type: string; payload: Wire }[] {
  const bytes = Buffer.from(streamBytes(recording));
  const frames: { type: string; payload: Wire }[] = [];
  for (let at = 0; at < bytes.length; at += bytes.readUInt32BE(at)) {
    const end = at + bytes.readUInt32BE(at);
    const headersEnd = at + 12 + bytes.readUInt32BE(at + 4);
    const type =
      /:event-type\x07..(\w+?)\r:content-type/s.exec(bytes.toString('latin1', at + 12, headersEnd))?.[1] ?? '';
    frames.push({ type, payload: JSON.parse(bytes.toString('utf8', headersEnd, end - 4)) });
  }
  return frames;
}

/** A stream put together in the form of a whole reply. */
function messageOf(recording: Recording): Wire {
  const content: Wire[] = [];
  const inputs: string[] = [];
  const reply: Wire = { output: { message: { content } } };
  for (const { type, payload } of framesOf(recording)) {
    const at = payload.contentBlockIndex;
    if (type === 'contentBlockStart') content[at] = structuredClone(payload.start);
    if (type === 'contentBlockDelta') {
      const { text, toolUse, reasoningContent } = payload.delta;
      const block = (content[at] ??= {});
      if (text !== undefined) block.text = `${block.text ?? ''}${text}`;
      if (toolUse) inputs[at] = `${inputs[at] ?? ''}${toolUse.input}`;
      if (reasoningContent) {
        const known = (block.reasoningContent ??= { reasoningText: { text: '' } });
        known.reasoningText.text = `${known.reasoningText.text}${reasoningContent.text ?? ''}`;
        if (reasoningContent.signature) known.reasoningText.signature = reasoningContent.signature;
      }
    }
    if (type === 'contentBlockStop' && content[at]?.toolUse) content[at].toolUse.input = JSON.parse(inputs[at] ?? '{}');
    if (type === 'messageStop') reply.stopReason = payload.stopReason;
    if (type === 'metadata') reply.usage = payload.usage;
  }
  return reply;
}

interface WireUsage {
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly totalTokens: number;
  readonly cacheReadInputTokens?: number;
  readonly cacheWriteInputTokens?: number;
}

function expectUsage(usage: Wire, stated: WireUsage): void {
  const cached = stated.cacheReadInputTokens ?? 0;
  const written = stated.cacheWriteInputTokens ?? 0;
  expect(usage).toEqual({
    prompt_tokens: stated.inputTokens + cached + written,
    completion_tokens: stated.outputTokens,
    total_tokens: stated.totalTokens,
    prompt_tokens_details: { cached_tokens: cached, cache_write_tokens: written },
  });
}

function expectedOf(reply: Wire) {
  const blocks: Wire[] = reply.output.message.content;
  const cited = (block: Wire) => (block.citationsContent?.content ?? []).map((part: Wire) => part.text).join('');
  const calls = blocks.flatMap((block) =>
    block.toolUse && block.toolUse.type !== 'server_tool_use' ? [block.toolUse] : [],
  );
  return {
    text: blocks.map((block) => `${block.text ?? ''}${cited(block)}`).join(''),
    reasoning: blocks.map((block) => block.reasoningContent?.reasoningText?.text ?? '').join(''),
    signatures: blocks.flatMap((block) => block.reasoningContent?.reasoningText?.signature ?? []),
    calls: calls.map(({ toolUseId, name, input }) => ({ id: toolUseId, name, input })),
    finish: FINISH[reply.stopReason],
  };
}

describe('recorded replies of Bedrock', () => {
  it('are all here', () => {
    expect([wholes.length, streams.length, recordings.length - answers.length]).toEqual([34, 20, 5]);
  });

  it.each(named(wholes))('%s becomes a completion', (_, recording) => {
    const context = contextOf(recording);
    const body: Wire = recording.response.json;
    const reply: Wire = fromResponse(body, context);
    const expected = expectedOf(body);
    const requestId = recording.response.headers['x-amzn-requestid'];
    expect(reply).toMatchObject({ object: 'chat.completion', created: context.created, model: context.model });
    expect(reply.id).toBe(requestId ? `chatcmpl-${requestId}` : 'chatcmpl-0');
    expect(reply.choices).toHaveLength(1);
    const [{ index, message, finish_reason, logprobs }] = reply.choices;
    expect([index, finish_reason, logprobs]).toEqual([0, expected.finish, null]);
    expect([message.role, message.refusal]).toEqual(['assistant', null]);
    expect(message.content).toBe(expected.text === '' ? null : expected.text);
    expect(message.reasoning_content ?? '').toBe(expected.reasoning);
    const calls = (message.tool_calls ?? []).map((call: Wire) => ({
      id: call.id,
      name: call.function.name,
      input: JSON.parse(call.function.arguments),
    }));
    expect(calls).toEqual(expected.calls);
    expect('tool_calls' in message).toBe(expected.calls.length > 0);
    expect((message.thinking_blocks ?? []).map((block: Wire) => block.signature)).toEqual(expected.signatures);
    expectUsage(reply.usage, body.usage);
  });

  it.each(named(streams))('%s becomes chunks', (_, recording) => {
    const collected = collect(translate(newStream(recording), streamBytes(recording)));
    const message = messageOf(recording);
    const expected = expectedOf(message);
    expect(collected.error).toBeNull();
    expect([...collected.choices.keys()]).toEqual([0]);
    const choice = defined(collected.choices.get(0));
    expect(choice.content).toBe(expected.text);
    expect(choice.reasoning).toBe(expected.reasoning);
    expect(choice.finishReason).toBe(expected.finish);
    expect(
      choice.toolCalls.map((call) => ({ id: call.id, name: call.name, input: JSON.parse(call.arguments) })),
    ).toEqual(expected.calls);
    expectUsage(collected.usage, message.usage);
  });

  it.each(named(recordingsOf('bedrock').filter(({ response }) => response.status !== 200)))(
    '%s is told apart',
    (id, recording) => {
      const failure = readError(vendorReply(recording));
      const message = recording.response.json?.['message'];
      const isRefused = id.includes('403');
      const missing = { kind: 'request-rejected', status: 404, code: 'model_not_found', message };
      expect(failure).toMatchObject(isRefused ? { kind: 'credentials-rejected' } : missing);
    },
  );

  it('keep redacted thoughts as Anthropic itself sends them', () => {
    const recording = defined(streams.find(({ id }) => id === 'bedrock-reasoning-stream-1'));
    const items: Wire[] = [...translate(newStream(recording), streamBytes(recording))];
    const blocks: Wire[] = items.flatMap((item) => item.choices[0]?.delta.thinking_blocks ?? []);
    expect(blocks).toHaveLength(2);
    for (const { type, data } of blocks) {
      expect(type).toBe('redacted_thinking');
      expect(data).toMatch(/^E[A-Za-z0-9+/]{60}/);
    }
  });
});

describe('a recorded stream of Bedrock', () => {
  it('gives the same items however its bytes are cut', () => {
    fc.assert(
      fc.property(fc.constantFrom(...streams), fc.array(fc.nat(), { maxLength: 20 }), (recording, cuts) => {
        const bytes = streamBytes(recording);
        const places = cuts.map((cut) => cut % (bytes.length + 1)).sort((one, other) => one - other);
        const stream = newStream(recording);
        const items: StreamItem[] = [];
        let from = 0;
        for (const to of [...places, bytes.length]) {
          items.push(...stream.push(bytes.subarray(from, to)));
          from = to;
        }
        items.push(...stream.end());
        expect(items).toEqual(translate(newStream(recording), bytes));
      }),
      { numRuns: 60 },
    );
  });

  it.each(['text-stream-1', 'reasoning-stream-2', 'tool-call-stream-2', 'guardrail-stream-1'])(
    'of kind %s cut at any byte ends as an error, but for missing counts',
    (kind) => {
      const recording = defined(streams.find(({ id }) => id === `bedrock-${kind}`));
      const bytes = Buffer.from(streamBytes(recording));
      const whole = translate(newStream(recording), bytes);
      const beforeCounts = lastFrameOf(bytes);
      for (let length = 0; length < bytes.length; length += 1) {
        const stream = newStream(recording);
        const items = translate(stream, bytes.subarray(0, length));
        if (length === beforeCounts) {
          expect(items).toEqual(whole.slice(0, -1));
          expect(stream.done).toBe(true);
          continue;
        }
        expect(items.at(-1)).toMatchObject({ kind: 'stream-broken' });
        expect(stream.done).toBe(false);
        expect(JSON.stringify(items.slice(0, -1))).toBe(JSON.stringify(whole.slice(0, items.length - 1)));
      }
    },
  );

  it('with a changed byte is broken, not believed', () => {
    const recording = defined(streams[0]);
    const bytes = Buffer.from(streamBytes(recording));
    bytes.writeUInt8(bytes.readUInt8(60) ^ 1, 60);
    const items = translate(newStream(recording), bytes);
    expect(items).toHaveLength(1);
    expect(items[0]).toBeInstanceOf(UpstreamError);
    expect(items[0]).toMatchObject({ kind: 'stream-broken' });
  });
});

function lastFrameOf(bytes: Buffer): number {
  let at = 0;
  while (at + bytes.readUInt32BE(at) < bytes.length) at += bytes.readUInt32BE(at);
  return at;
}
