import fc from 'fast-check';
import type { JsonObject } from '../../core/json.js';
import { UpstreamError } from '../../core/errors.js';
import { readErrorFrame } from '../../providers/vendor-words.js';
import { readError } from '../../providers/vendors/openai-compatible/read-error.js';
import { toolCallRepairer } from '../../providers/formats/openai-chat/repair-tool-calls.js';
import { ReplyMeter } from './reply-meter.js';
import { PassThroughFilter, type PassThroughOptions } from './pass-through-filter.js';
import { openAi } from '../fronts/openai.js';

const chunk = (choices: unknown[], usage: unknown = null) =>
  `data: ${JSON.stringify({ id: 'x', object: 'chat.completion.chunk', choices, usage })}\n\n`;
const text = (content: string) => chunk([{ index: 0, delta: { content }, finish_reason: null }]);
const finish = chunk([{ index: 0, delta: {}, finish_reason: 'stop' }]);
const usage = chunk([], { prompt_tokens: 3, completion_tokens: 5, total_tokens: 8 });
const done = 'data: [DONE]\n\n';
const WHOLE = `: hello\n\n${text('"usage": {"error" [DONE]')}${text('é😀')}${finish}${usage}${done}`;

const plain: PassThroughOptions = {
  includeUsage: true,
  terminal: new Set(),
  mapFrame: null,
  readError: (frame) => readErrorFrame({ readError }, frame),
  readUsage: null,
  readCost: null,
  streamEnd: openAi.streamEnd,
};

function run(bytes: readonly Uint8Array[], options = plain) {
  const meter = new ReplyMeter();
  const filter = new PassThroughFilter(options, meter);
  const out: Buffer[] = [];
  for (const piece of bytes) {
    const sent = filter.push(piece);
    if (sent) out.push(sent);
    if (filter.done || filter.failure) break;
  }
  if (!filter.done && !filter.failure) {
    const sent = filter.end();
    if (sent) out.push(sent);
  }
  return { out: Buffer.concat(out).toString(), filter, meter };
}

describe('PassThroughFilter', () => {
  it('gives the same bytes and the same usage for any chunking', () => {
    const bytes = Buffer.from(WHOLE);
    fc.assert(
      fc.property(fc.array(fc.nat({ max: bytes.length })), (cuts) => {
        const at = [0, ...cuts.sort((a, b) => a - b), bytes.length];
        const { out, filter, meter } = run(at.slice(1).map((end, index) => bytes.subarray(at[index], end)));
        expect(out).toBe(WHOLE);
        expect(filter).toMatchObject({ good: true, done: true, failure: null });
        expect(meter.usage?.units).toEqual({ input: 3, output: 5 });
      }),
    );
  });

  it('cut at every byte: a beginning of the stream and then a failure, never a clean end', () => {
    const bytes = Buffer.from(WHOLE);
    for (let cut = 0; cut < bytes.length - 2; cut++) {
      const { out, filter } = run([bytes.subarray(0, cut)]);
      expect(WHOLE.startsWith(out) || out === '').toBe(true);
      expect(filter.done).toBe(false);
      expect(filter.failure).toBeInstanceOf(UpstreamError);
      // A comment alone is no answer; half a frame is an answer that was cut.
      const isEmpty = cut <= ': hello\n\n'.length;
      expect(filter.failure?.code).toBe(isEmpty ? 'upstream_invalid_response' : 'upstream_stream_broken');
    }
  });

  it('repairs tool calls, and only their frames, wherever the stream is cut', () => {
    const piece = (members: object) => chunk([{ index: 0, delta: { tool_calls: [members] }, finish_reason: null }]);
    const begun = { id: 'call_1', type: 'function', function: { name: 'f', arguments: '' } };
    const rest = { function: { arguments: '{}' } };
    const spaced = text('a').replaceAll(',"', ', "');
    const sent = spaced + piece(begun) + piece({ ...rest, id: '' }) + finish + done;
    const due = spaced + piece({ ...begun, index: 0 }) + piece({ ...rest, index: 0 }) + finish + done;
    const bytes = Buffer.from(sent);
    for (let cut = 1; cut < bytes.length; cut++) {
      const repairFrame = toolCallRepairer();
      const { out, filter } = run([bytes.subarray(0, cut), bytes.subarray(cut)], { ...plain, repairFrame });
      expect(out).toBe(due);
      expect(filter).toMatchObject({ done: true, failure: null });
    }
  });

  it('leaves out only the usage-only frame of a caller who did not ask', () => {
    const { out, meter } = run([Buffer.from(WHOLE)], { ...plain, includeUsage: false });
    expect(out).toBe(WHOLE.replace(usage, ''));
    expect(meter.usage?.units.output).toBe(5);
  });

  it('keeps usage that comes with the last choice', () => {
    const frame = chunk([{ index: 0, delta: {}, finish_reason: 'stop' }], { prompt_tokens: 1, completion_tokens: 2 });
    const { out, meter } = run([Buffer.from(text('a') + frame + done)], { ...plain, includeUsage: false });
    expect(out).toBe(text('a') + frame + done);
    expect(meter.usage?.units.output).toBe(2);
  });

  it.each([
    ['HTML', '<html>no</html>'],
    ['a JSON error', '{"error":{"message":"no"}}'],
    ['nothing', ''],
    ['only comments', ': x\n\n: y\n\n'],
    ['an end without a beginning', done],
    ['data that is not JSON', 'data: hello\n\n'],
  ])('takes %s for no answer', (_, bytes) => {
    const { out, filter } = run([Buffer.from(bytes)]);
    expect(filter.good).toBe(false);
    expect(filter.failure?.code).toBe('upstream_invalid_response');
    expect(out.includes('error')).toBe(false);
  });

  it.each([
    ['{"error":{"message":"model died"}}', 502, 'upstream_error'],
    ['{"error":{"message":"slow down","code":"rate_limit_exceeded"}}', 429, 'rate_limit_exceeded'],
    ['{"object":"error","message":"too long","type":"context_length_exceeded"}', 400, 'context_length_exceeded'],
  ])('takes an error as the first frame for what it would be as a reply: %s', (error, status, code) => {
    const { out, filter } = run([Buffer.from(`data: ${error}\n\n`)]);
    expect({ out, good: filter.good }).toEqual({ out: '', good: false });
    expect(filter.failure).toMatchObject({ status, code });
  });

  it('ends with an error in which there is no member of that name, among frames that go on as they are', () => {
    const error = 'data: {"object":"error","message":"model died","type":"x","code":500}\n\n';
    const { out, filter } = run([Buffer.from(text('a')), Buffer.from(text('b') + error + text('c') + done)]);
    expect(out).toBe(text('a') + text('b'));
    expect(filter.failure?.message).toContain('model died');
  });

  it.each([
    ['text', 'data: hello\n\n'],
    ['half an object', `data: {"id":"x","choices":[\n\n`],
    ['a member without a value', 'data: {"id":}\n\n'],
    ['something behind the object', `${text('b').trimEnd()} x\n\n`],
    ['an object in two lines of which one is not data', `data: {"id":\n"x"}\n\n`],
    ['the same, ended in another way', `data: {"id":\r"x"}\n\n`],
    ['HTML', 'data: <html></html>\n\n'],
    ['a number', 'data: 7\n\n'],
    ['a list', 'data: [{}]\n\n'],
  ])('ends a stream in which a frame is %s, with what came before', (_, frame) => {
    for (const pieces of [[text('b') + frame + text('c') + done], [text('b') + frame + text('c'), done]]) {
      const { out, filter } = run([text('a'), ...pieces].map((piece) => Buffer.from(piece)));
      expect(out).toBe(text('a') + text('b'));
      expect(filter).toMatchObject({ done: false, failure: { code: 'upstream_stream_broken' } });
    }
  });

  it('leaves out empty data, which clients would take for a chunk', () => {
    const { out, filter } = run([Buffer.from(`data:\n\n${text('a')}`), Buffer.from(`data: \n\n${text('b')}${done}`)]);
    expect(out).toBe(text('a') + text('b') + done);
    expect(filter.failure).toBeNull();
  });

  it('sends what came before an error in the stream, and then fails with its message', () => {
    const { out, filter } = run([Buffer.from(`${text('a')}data: {"error":{"message":"model died"}}\n\n${done}`)]);
    expect(out).toBe(text('a'));
    expect(filter.failure?.message).toContain('model died');
  });

  it('encodes again only frames that a mapper changed', () => {
    const rename = (frame: JsonObject) => (frame['id'] === 'x' ? { ...frame, id: 'y' } : frame);
    const spaced = 'data: {"id" : "z", "choices":[{"delta":{}}]}\n\n';
    const { out } = run([Buffer.from(spaced + text('a') + done)], { ...plain, mapFrame: rename });
    expect(out).toBe(spaced + text('a').replace('"x"', '"y"') + done);
  });

  it('reads seconds from the last event of a transcript', () => {
    const last = { type: 'transcript.text.done', text: 'Hi', usage: { type: 'duration', seconds: 30 } };
    const options = { ...plain, terminal: new Set(['transcript.text.done']) };
    const { meter } = run([Buffer.from(`data: ${JSON.stringify(last)}\n\n`)], options);
    expect(meter.usage?.units).toEqual({ 'audio-second': 30 });
  });

  it.each([
    ['begins a stream', '', 'upstream_invalid_response'],
    ['comes later', text('Hi'), 'upstream_stream_broken'],
  ])('gives up on a frame without end that %s', (_, before, code) => {
    const { filter } = run([Buffer.from(`${before}data: "`), Buffer.alloc(33 * 1024 * 1024, 97)]);
    expect(filter.failure).toMatchObject({ code });
  });
});
