import fc from 'fast-check';
import { asReceived, defined } from '../../../../test/support/defined.js';
import { recordingsOf, type Recording } from '../../../../test/support/recordings.js';
import { collect, isStream, streamBytes, translate } from '../../../../test/support/translated-stream.js';
import { UpstreamError } from '../../../core/errors.js';
import type { ReplyContext, StreamItem } from '../../provider-strategy.js';
import { fromResponse } from './from-response.js';
import { fromStream } from './from-stream.js';

const answers = recordingsOf('mistral').filter(({ api, response }) => api === 'chat' && response.status === 200);
const streams = answers.filter(isStream);

const CONTEXT: ReplyContext = {
  model: 'mistral-test',
  fallbackId: 'chatcmpl-00000000',
  created: 1_700_000_000,
  request: {},
  headers: {},
};

const newStream = () => fromStream(CONTEXT);
const bytesOf = (recording: Recording) => streamBytes(recording, 'data: [DONE]\n\n');

interface Part {
  readonly type: string;
  readonly text?: string;
  readonly thinking?: readonly { readonly text: string }[];
}

interface MessagePiece {
  readonly content?: string | readonly Part[] | null;
  readonly tool_calls?:
    readonly { readonly id: string; readonly function: { name: string; arguments: string } }[] | null;
}

interface Frame {
  readonly id: string;
  readonly choices: readonly {
    readonly index: number;
    readonly finish_reason: string | null;
    readonly message?: MessagePiece;
    readonly delta?: MessagePiece;
  }[];
  readonly usage?: {
    readonly prompt_tokens: number;
    readonly completion_tokens: number;
    readonly total_tokens: number;
    readonly num_cached_tokens?: number;
    readonly prompt_tokens_details?: { readonly cached_tokens?: number; readonly audio_tokens?: number };
  };
}

interface Reply {
  readonly id: string;
  readonly usage: Frame['usage'];
  readonly choices: readonly {
    readonly index: number;
    readonly finish_reason: string;
    readonly message: Record<string, unknown> & {
      readonly tool_calls?: readonly { id: string; function: { name: string; arguments: string } }[];
    };
  }[];
}

/** The recorded frames, read by the simplest means: a line is an event. */
function framesOf({ response }: Recording): readonly Frame[] {
  if (response.json) return [asReceived(response.json) as Frame];
  if (response.events) return asReceived(response.events) as Frame[];
  return (response.sse ?? '')
    .split('\n')
    .filter((line) => line.startsWith('data: {'))
    .map((line) => JSON.parse(line.slice(6)) as Frame);
}

function expectedOf(recording: Recording, choice: number) {
  const pieces = framesOf(recording)
    .flatMap(({ choices }) => choices)
    .filter(({ index }) => index === choice);
  const said = pieces.map(({ message, delta }) => message ?? delta ?? {});
  const parts = said.flatMap(({ content }): readonly Part[] =>
    typeof content === 'string' ? [{ type: 'text', text: content }] : (content ?? []),
  );
  return {
    text: parts.map(({ text }) => text ?? '').join(''),
    reasoning: parts
      .flatMap(({ thinking }) => thinking ?? [])
      .map(({ text }) => text)
      .join(''),
    calls: said.flatMap(({ tool_calls: calls }) => calls ?? []),
    finish: pieces.map(({ finish_reason: reason }) => reason).findLast((reason) => reason !== null),
  };
}

function expectUsage(usage: unknown, recording: Recording): void {
  const stated = framesOf(recording).findLast((frame) => frame.usage !== undefined)?.usage;
  const details = stated?.prompt_tokens_details;
  expect(usage).toMatchObject({
    prompt_tokens: (stated?.prompt_tokens ?? 0) + (details?.audio_tokens ?? 0),
    completion_tokens: stated?.completion_tokens,
    total_tokens: stated?.total_tokens,
    prompt_tokens_details: { cached_tokens: details?.cached_tokens ?? stated?.num_cached_tokens ?? 0 },
  });
}

const byId = (recording: Recording) => [recording.id, recording] as const;

describe('recorded replies of Mistral', () => {
  it('are all here', () => {
    expect(answers.length).toBeGreaterThan(50);
    expect(streams.length).toBeGreaterThan(20);
  });

  it.each(answers.filter((answer) => !isStream(answer)).map(byId))('%s becomes a completion', (_, recording) => {
    const reply = asReceived(fromResponse(recording.response.json ?? {}, CONTEXT)) as Reply;
    expect(reply).toMatchObject({ object: 'chat.completion', created: CONTEXT.created, model: CONTEXT.model });
    expect(reply.id).toBe(framesOf(recording)[0]?.id);
    expect(reply.choices).toHaveLength(defined(framesOf(recording)[0]).choices.length);
    for (const { index, message, finish_reason: finish } of reply.choices) {
      const expected = expectedOf(recording, index);
      expect(message).toMatchObject({ role: 'assistant', refusal: null });
      expect(message['content'] ?? '').toBe(expected.text);
      expect(message['reasoning_content'] ?? '').toBe(expected.reasoning);
      expect(finish).toBe(expected.finish);
      if (expected.calls.length === 0) expect(message).not.toHaveProperty('tool_calls');
      expect(message.tool_calls ?? []).toEqual(
        expected.calls.map(({ id, function: called }) => ({ id, type: 'function', function: called })),
      );
    }
    expectUsage(reply.usage, recording);
  });

  it.each(streams.map(byId))('%s becomes chunks', (_, recording) => {
    const collected = collect(translate(newStream(), bytesOf(recording)));
    expect(collected.error).toBeNull();
    expect(collected.id).toBe(framesOf(recording)[0]?.id);
    for (const [index, choice] of collected.choices) {
      const expected = expectedOf(recording, index);
      expect(choice).toMatchObject({
        content: expected.text,
        reasoning: expected.reasoning,
        finishReason: expected.finish,
      });
      expect(choice.toolCalls).toMatchObject(
        expected.calls.map(({ id, function: called }) => ({ id, name: called.name, arguments: called.arguments })),
      );
    }
    expectUsage(collected.usage, recording);
  });
});

describe('a recorded stream of Mistral', () => {
  it('gives the same items however its bytes are cut', () => {
    fc.assert(
      fc.property(fc.constantFrom(...streams), fc.array(fc.nat(), { maxLength: 20 }), (recording, cuts) => {
        const bytes = bytesOf(recording);
        const places = cuts.map((cut) => cut % (bytes.length + 1)).sort((one, other) => one - other);
        const stream = newStream();
        const items: StreamItem[] = [];
        let from = 0;
        for (const to of [...places, bytes.length]) {
          items.push(...stream.push(bytes.subarray(from, to)));
          from = to;
        }
        expect(stream.done).toBe(true);
        expect(items).toEqual(translate(newStream(), bytes));
      }),
      { numRuns: 100 },
    );
  });

  const kinds = [
    'mistral-text-stream-1',
    'mistral-tool-call-stream-1',
    'mistral-n-gt-1-stream-1',
    'mistral-reasoning-stream-2',
  ];
  it.each(kinds)('%s cut at any byte ends as an error', (id) => {
    const all = bytesOf(defined(streams.find((recording) => recording.id === id)));
    const bytes = all.subarray(Math.max(0, all.lastIndexOf('data: {"', all.length - 6_000)));
    const whole = translate(newStream(), bytes);
    const end = bytes.lastIndexOf('[DONE]') + '[DONE]'.length;
    for (let length = 0; length < end; length++) {
      const stream = newStream();
      const items = translate(stream, bytes.subarray(0, length));
      const last = items.at(-1);
      expect(last).toBeInstanceOf(UpstreamError);
      expect((last as UpstreamError).kind).toBe('stream-broken');
      expect(stream.done).toBe(false);
      expect(items.slice(0, -1)).toEqual(whole.slice(0, items.length - 1));
    }
  });
});
