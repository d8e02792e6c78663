import fc from 'fast-check';
import { asReceived, defined } from '../../../../test/support/defined.js';
import { recordingsOf, type Recording } from '../../../../test/support/recordings.js';
import { collect, isStream, streamBytes, translate } from '../../../../test/support/translated-stream.js';
import { UpstreamError } from '../../../core/errors.js';
import type { ReplyContext, StreamItem } from '../../provider-strategy.js';
import { fromResponse } from './from-response.js';
import { fromStream } from './from-stream.js';

const recordings = [...recordingsOf('vertex'), ...recordingsOf('gemini')].filter(({ api }) =>
  /^(?:stream)?generateContent$/i.test(api),
);
const answers = recordings.filter(({ response }) => response.status === 200);
const streams = answers.filter(isStream);

const CONTEXT: ReplyContext = {
  model: 'gemini-test',
  fallbackId: 'chatcmpl-00000000',
  created: 1_700_000_000,
  request: {},
  headers: {},
};

const newStream = () => fromStream(CONTEXT);

interface Frame {
  readonly responseId?: string;
  readonly candidates?: readonly {
    readonly finishReason?: string;
    readonly content?: { readonly parts?: readonly FramePart[] };
  }[];
  readonly usageMetadata?: Readonly<Record<string, number | undefined>>;
}

interface FramePart {
  readonly text?: string;
  readonly thought?: boolean;
  readonly thoughtSignature?: string;
  readonly inlineData?: unknown;
  readonly functionCall?: { readonly name?: string; readonly args?: unknown; readonly id?: string };
}

/** The members of a reply that the tests look at. */
interface Reply {
  readonly id: string;
  readonly usage?: unknown;
  readonly choices: readonly {
    readonly index: number;
    readonly finish_reason: string;
    readonly message: {
      readonly role: string;
      readonly content: string | null;
      readonly refusal: null;
      readonly reasoning_content?: string;
      readonly images?: readonly unknown[];
      readonly tool_calls?: readonly {
        readonly id: string;
        readonly function: { readonly name: string; readonly arguments: string };
        readonly extra_content?: { readonly google: { readonly thought_signature: string } };
      }[];
    };
  }[];
}

/** The recorded frames, read by the simplest means: a line is an event. */
function framesOf({ response }: Recording): readonly Frame[] {
  if (response.json) return [response.json];
  if (response.events) return response.events;
  return (response.sse ?? '')
    .split(/\r?\n/)
    .filter((line) => line.startsWith('data:'))
    .map((line) => JSON.parse(line.slice(5)) as Frame);
}

interface Expected {
  text: string;
  reasoning: string;
  calls: { name: string; args: unknown; id: string | undefined; signature: string | undefined }[];
  images: number;
  finish: string;
}

function expectedOf(recording: Recording): Expected {
  const frames = framesOf(recording);
  const candidates = frames.flatMap((frame) => frame.candidates ?? []);
  const parts = candidates.flatMap((candidate) => candidate.content?.parts ?? []);
  const texts = (thought: boolean) =>
    parts
      .filter((part) => (part.thought === true) === thought)
      .map((part) => part.text ?? '')
      .join('');
  const calls = parts.filter((part) => part.functionCall?.name !== undefined);
  const reason = candidates.map((candidate) => candidate.finishReason).findLast(Boolean) ?? 'BLOCKED';
  const finish = { STOP: calls.length > 0 ? 'tool_calls' : 'stop', MAX_TOKENS: 'length' }[reason];
  return {
    text: texts(false),
    reasoning: texts(true),
    calls: calls.map((part) => ({
      name: part.functionCall?.name ?? '',
      args: part.functionCall?.args,
      id: part.functionCall?.id,
      signature: part.thoughtSignature,
    })),
    images: parts.filter((part) => part.inlineData).length,
    finish: finish ?? 'content_filter',
  };
}

function expectUsage(usage: unknown, recording: Recording): void {
  const stated = framesOf(recording).at(-1)?.usageMetadata ?? {};
  const completion = (stated.candidatesTokenCount ?? 0) + (stated.thoughtsTokenCount ?? 0);
  const prompt = (stated.promptTokenCount ?? 0) + (stated.toolUsePromptTokenCount ?? 0);
  if (completion + prompt === 0) {
    expect(usage ?? null).toBeNull();
    return;
  }
  expect(usage).toMatchObject({
    prompt_tokens: prompt,
    completion_tokens: completion,
    total_tokens: stated.totalTokenCount ?? prompt + completion,
    prompt_tokens_details: { cached_tokens: stated.cachedContentTokenCount ?? 0 },
    completion_tokens_details: { reasoning_tokens: stated.thoughtsTokenCount ?? 0 },
  });
}

describe('recorded replies of Gemini', () => {
  it('are all here', () => {
    expect(answers.length).toBeGreaterThan(90);
    expect(streams.length).toBeGreaterThan(25);
  });

  it.each(answers.filter((answer) => !isStream(answer)).map((answer) => [answer.id, answer] as const))(
    '%s becomes a completion',
    (_, recording) => {
      const reply = asReceived(fromResponse(recording.response.json ?? {}, CONTEXT)) as Reply;
      const expected = expectedOf(recording);
      expect(reply).toMatchObject({ object: 'chat.completion', created: CONTEXT.created, model: CONTEXT.model });
      expect(reply.id).toBe(framesOf(recording)[0]?.responseId ?? CONTEXT.fallbackId);
      expect(reply.choices).toHaveLength(1);
      const { message, finish_reason, index } = defined(reply.choices[0]);
      expect(index).toBe(0);
      expect(message.role).toBe('assistant');
      expect(message.refusal).toBeNull();
      expect(message.content ?? '').toBe(expected.text);
      expect(message.reasoning_content ?? '').toBe(expected.reasoning);
      expect(message.images?.length ?? 0).toBe(expected.images);
      expect(finish_reason).toBe(expected.finish);
      if (expected.calls.length === 0) expect(message).not.toHaveProperty('tool_calls');
      expect(
        (message.tool_calls ?? []).map((call) => [call.function.name, JSON.parse(call.function.arguments)]),
      ).toEqual(expected.calls.map(({ name, args }) => [name, args ?? {}]));
      for (const [at, { id, signature }] of expected.calls.entries()) {
        expect(message.tool_calls?.[at]?.id).toEqual(id ?? expect.stringMatching(/^call_[0-9a-f]{24}$/));
        expect(message.tool_calls?.[at]?.extra_content?.google.thought_signature).toBe(signature);
      }
      expectUsage(reply.usage, recording);
    },
  );

  it.each(streams.map((answer) => [answer.id, answer] as const))('%s becomes chunks', (_, recording) => {
    const collected = collect(translate(newStream(), streamBytes(recording)));
    const expected = expectedOf(recording);
    expect(collected.error).toBeNull();
    expect(collected.id).toBe(framesOf(recording)[0]?.responseId);
    const choice = collected.choices.get(0);
    expect(collected.choices.size).toBe(1);
    expect(choice?.content).toBe(expected.text);
    expect(choice?.reasoning).toBe(expected.reasoning);
    expect(choice?.finishReason).toBe(expected.finish);
    expect(choice?.toolCalls.map(({ name }) => name)).toEqual(expected.calls.map(({ name }) => name));
    for (const [at, { args, id, signature }] of expected.calls.entries()) {
      const call = choice?.toolCalls[at];
      if (args !== undefined) expect(JSON.parse(call?.arguments ?? '')).toEqual(args);
      expect(call?.id).toEqual(id ?? expect.stringMatching(/^call_[0-9a-f]{24}$/));
      expect(call?.extra ?? {}).toEqual(signature === undefined ? {} : { google: { thought_signature: signature } });
    }
    expectUsage(collected.usage, recording);
  });

  it('whose arguments come by JSON path are put together', () => {
    const recording = streams.find(({ id }) => id === 'vertex-parallel-tool-calls-stream-1');
    const { choices } = collect(translate(newStream(), streamBytes(defined(recording))));
    const { recipe } = JSON.parse(defined(choices.get(0)?.toolCalls[0]).arguments) as {
      recipe: { name: string; ingredients: unknown[]; steps: string[] };
    };
    expect(recipe.name).toBe('Lasagna');
    expect(recipe.ingredients).toHaveLength(10);
    expect(recipe.ingredients[7]).toEqual({ amount: '2 cloves', name: 'Garlic' });
    expect(recipe.steps[1]).toBe('Cook lasagna noodles according to package directions, drain and set aside.');
    expect(recipe.steps).toHaveLength(10);
  });
});

describe('a recorded stream of Gemini', () => {
  it('gives the same items however its bytes are cut', () => {
    fc.assert(
      fc.property(fc.constantFrom(...streams), fc.array(fc.nat(), { maxLength: 20 }), (recording, cuts) => {
        const bytes = streamBytes(recording);
        const places = cuts.map((cut) => cut % (bytes.length + 1)).sort((one, other) => one - other);
        const stream = newStream();
        const items: StreamItem[] = [];
        let from = 0;
        for (const to of [...places, bytes.length]) {
          items.push(...stream.push(bytes.subarray(from, to)));
          from = to;
        }
        items.push(...stream.end());
        expect(items).toEqual(translate(newStream(), bytes));
      }),
      { numRuns: 100 },
    );
  });

  it.each(streams.map((recording) => [recording.id, recording] as const))(
    '%s survives one byte at a time',
    (_, recording) => {
      const bytes = streamBytes(recording).subarray(0, 40_000);
      expect(translate(newStream(), bytes, 1)).toEqual(translate(newStream(), bytes));
    },
  );

  const kinds = [
    'gemini-text-stream-3',
    'gemini-reasoning-stream-1',
    'gemini-tool-call-stream-1',
    'vertex-tool-result-stream-1',
  ];
  it.each(kinds)('%s cut at any byte ends as an error, or after its finishReason', (id) => {
    const bytes = streamBytes(defined(streams.find((recording) => recording.id === id)));
    const whole = translate(newStream(), bytes);
    for (let length = 0; length < bytes.length; length += 1) {
      const stream = newStream();
      const items = translate(stream, bytes.subarray(0, length));
      const last = items.at(-1);
      if (last instanceof UpstreamError) {
        expect(last.kind).toBe('stream-broken');
        expect(stream.done).toBe(false);
        expect(items.slice(0, -1)).toEqual(whole.slice(0, items.length - 1));
      } else {
        expect(bytes.subarray(0, length).toString()).toContain('"finishReason"');
        expect(collect(items).choices.get(0)?.finishReason).toEqual(expect.any(String));
      }
    }
  });
});
