import fc from 'fast-check';
import { FrameTooLargeError, SseDecoder, type SseEvent } from './decode-sse.js';

function decode(chunks: readonly Uint8Array[]): SseEvent[] {
  const decoder = new SseDecoder();
  return [...chunks.flatMap((chunk) => decoder.push(chunk)), ...decoder.end()];
}

function decodeText(text: string): SseEvent[] {
  return decode([Buffer.from(text)]);
}

function data(...texts: string[]): SseEvent[] {
  return texts.map((text) => ({ event: null, data: text }));
}

/** Cuts bytes at the given places, empty chunks included. */
function cut(bytes: Buffer, places: readonly number[]): Buffer[] {
  const ends = [...places.map((place) => place % (bytes.length + 1)), bytes.length].sort((a, b) => a - b);
  return ends.map((end, index) => bytes.subarray(index === 0 ? 0 : ends[index - 1], end));
}

const lineEnd = fc.constantFrom('\n', '\r', '\r\n');
const field = fc.oneof(
  fc.string({ unit: 'grapheme' }).map((text) => `data: ${text.replace(/[\r\n]/g, '')}`),
  fc.string().map((text) => `data:${text.replace(/[\r\n]/g, '')}`),
  fc.constantFrom(
    'data',
    'data:',
    'event: ping',
    'event:x',
    ': comment',
    'id: 1',
    'retry: 5',
    'unknown: y',
    ' data: no',
  ),
);
const stream = fc
  .array(fc.tuple(fc.oneof(field, fc.constant('')), lineEnd))
  .map((lines) => lines.map(([line, end]) => line + end).join(''));

const MIXED =
  '\uFEFF: hello\r\ndata: {"text":"Zürich 🦊"}\r\n\r\nevent: delta\rdata: one\rdata:two\r\rdata: three\n\n:\n\ndata: [DONE]\n\n';
const MIXED_EVENTS: SseEvent[] = [
  { event: null, data: '{"text":"Zürich 🦊"}' },
  { event: 'delta', data: 'one\ntwo' },
  { event: null, data: 'three' },
  { event: null, data: '[DONE]' },
];

describe('SseDecoder', () => {
  it('reads the standard’s forms', () => {
    expect(decodeText(MIXED)).toEqual(MIXED_EVENTS);
    expect(decodeText('data\n\n')).toEqual(data(''));
    expect(decodeText('data:  two spaces\n\n')).toEqual(data(' two spaces'));
    expect(decodeText('data: a: b\n\n')).toEqual(data('a: b'));
  });

  it('sees no event where there are no data lines', () => {
    expect(decodeText('\n\n: only a comment\n\nevent: ping\n\nid: 3\n\n')).toEqual([]);
  });

  it('does not carry an event’s name to the next one', () => {
    expect(decodeText('event: ping\n\ndata: x\n\n')).toEqual(data('x'));
  });

  it('gives a last event that lacks its blank line', () => {
    expect(decodeText('data: a\n\ndata: [DONE]')).toEqual(data('a', '[DONE]'));
    expect(decodeText('data: a\n\ndata: b\n')).toEqual(data('a', 'b'));
  });

  it('gives the same events cut at every byte', () => {
    const bytes = Buffer.from(MIXED);
    for (let at = 0; at <= bytes.length; at++) {
      expect([at, decode([bytes.subarray(0, at), bytes.subarray(at)])]).toEqual([at, MIXED_EVENTS]);
    }
    expect(decode([...bytes].map((byte) => Uint8Array.of(byte)))).toEqual(MIXED_EVENTS);
  });

  it('gives the same events for any chunking of any stream', () => {
    fc.assert(
      fc.property(stream, fc.array(fc.nat(), { maxLength: 12 }), (text, places) => {
        expect(decode(cut(Buffer.from(text), places))).toEqual(decodeText(text));
      }),
      { numRuns: 1_000 },
    );
  });

  it('gives an event as soon as its blank line is in, not with the next one', () => {
    const decoder = new SseDecoder();
    expect(decoder.push(Buffer.from('data: 1\n'))).toEqual([]);
    expect(decoder.push(Buffer.from('\n'))).toEqual(data('1'));
    expect(decoder.push(Buffer.from('data: 2\r\n\r'))).toEqual(data('2'));
    expect(decoder.push(Buffer.from('\ndata: 3\r\r'))).toEqual(data('3'));
    expect(decoder.end()).toEqual([]);
  });

  it('refuses a line without end', () => {
    const decoder = new SseDecoder();
    const megabyte = Buffer.alloc(1024 * 1024, 'a');
    expect(() => {
      for (let sent = 0; sent < 64; sent++) decoder.push(megabyte);
    }).toThrow(FrameTooLargeError);
  });

  it('refuses an event of lines without end', () => {
    const decoder = new SseDecoder();
    const lines = Buffer.from(`data: ${'a'.repeat(1024 * 1024)}\n`);
    expect(() => {
      for (let sent = 0; sent < 64; sent++) decoder.push(lines);
    }).toThrow(FrameTooLargeError);
  });

  it('gives up an event of very many empty lines', () => {
    const decoder = new SseDecoder();
    const lines = Buffer.from('data:\n'.repeat(100_000));
    expect(() => {
      for (let count = 0; count < 6; count++) decoder.push(lines);
    }).toThrow(FrameTooLargeError);
  });
});
