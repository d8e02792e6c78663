import { UpstreamError } from '../../../core/errors.js';
import type { JsonObject } from '../../../core/json.js';
import { SseJsonReader, type SseJson } from '../../framing/sse-json.js';
import type { ReplyContext, StreamItem } from '../../provider-strategy.js';
import { ChatStream } from './chat-stream.js';

const CONTEXT: ReplyContext = { model: 'm', fallbackId: 'chatcmpl-1', created: 1, request: {}, headers: {} };
const ERROR = new UpstreamError({ kind: 'overloaded', message: 'too busy' });

/** Events are chunks; `{end: true}` is the terminal one. */
class PlainStream extends ChatStream<SseJson> {
  constructor() {
    super(CONTEXT, new SseJsonReader());
  }

  protected translate(event: SseJson): readonly StreamItem[] {
    if (event === 'done') return [];
    this.count(event['usage']);
    if (event['fails'] === true) return [{ first: 1 }, ERROR, { never: 1 }];
    return event['end'] === true ? this.finish([{ last: 1 }], { ...this.usage }) : [event];
  }
}

const bytes = (...events: readonly JsonObject[]) =>
  Buffer.from(events.map((event) => `data: ${JSON.stringify(event)}\n\n`).join(''));

describe('a translated stream', () => {
  it('holds usage back to the end, where the last word on each count stands', () => {
    const stream = new PlainStream();
    const counted = { usage: { input: 3, output: 1 } };
    const items = stream.push(bytes(counted, { usage: { input: null, output: 7 }, end: true }));
    expect(items).toEqual([
      counted,
      { last: 1 },
      expect.objectContaining({ choices: [], usage: { input: 3, output: 7 } }),
    ]);
    expect(stream.done).toBe(true);
    expect(stream.push(bytes({ late: 1 }))).toEqual([]);
    expect(stream.end()).toEqual([]);
  });

  it('ends with the first error, and is not complete then', () => {
    const stream = new PlainStream();
    expect(stream.push(bytes({ fails: true }, { end: true }))).toEqual([{ first: 1 }, ERROR]);
    expect(stream.done).toBe(false);
    expect(stream.end()).toEqual([]);
  });

  it('ends with the error of an event that cannot be read, behind what came before it', () => {
    const stream = new PlainStream();
    const items = stream.push(Buffer.concat([bytes({ a: 1 }), Buffer.from('data: {"b"\n\n'), bytes({ end: true })]));
    expect(items).toEqual([{ a: 1 }, expect.objectContaining({ kind: 'invalid-response' })]);
    expect(stream.done).toBe(false);
  });

  it('is broken where the body ends before the answer does, once', () => {
    const stream = new PlainStream();
    stream.push(bytes({ a: 1 }));
    expect(stream.end()).toEqual([expect.objectContaining({ kind: 'stream-broken' })]);
    expect(stream.end()).toEqual([]);
    expect(stream.done).toBe(false);
  });
});
