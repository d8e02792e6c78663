import fc from 'fast-check';
import { dataOf, framesOf, FrameSplitter } from './sse-frames.js';

const lineEnd = fc.constantFrom('\n', '\r\n');

/** An event stream with comments, several data lines and either line end. */
const stream = fc
  .array(
    fc.tuple(fc.constantFrom('data: {"a":1}', 'data:x', ': comment', 'event: e\ndata: y', 'data: 1\ndata: 2'), lineEnd),
  )
  .map((events) => events.map(([text, end]) => text.replaceAll('\n', end) + end + end).join(''));

function split(bytes: Buffer, cuts: readonly number[]): Buffer[] {
  const at = [...new Set(cuts.map((cut) => cut % (bytes.length + 1)))].sort((a, b) => a - b);
  return [...at, bytes.length].map((end, index) => bytes.subarray(index === 0 ? 0 : at[index - 1], end));
}

describe('FrameSplitter', () => {
  it('gives the same bytes whatever the chunks, and only whole frames', () => {
    fc.assert(
      fc.property(stream, fc.array(fc.nat()), (text, cuts) => {
        const bytes = Buffer.from(text);
        const splitter = new FrameSplitter();
        const complete = split(bytes, cuts).flatMap((chunk) => splitter.push(chunk) ?? []);
        const rest = splitter.rest();
        const frames = complete.flatMap((piece) => [...framesOf(piece)]);
        expect(Buffer.concat([...complete, ...(rest ? [rest] : [])]).toString()).toBe(text);
        for (const frame of frames) expect(frame.toString()).toMatch(/(\n\n|\r\n\r\n)$/);
      }),
    );
  });

  it('holds back a frame that has not ended', () => {
    const splitter = new FrameSplitter();
    expect(splitter.push(Buffer.from('data: 1\n\ndata: 2'))?.toString()).toBe('data: 1\n\n');
    expect(splitter.push(Buffer.from('\n'))).toBeNull();
    expect(splitter.push(Buffer.from('\n'))?.toString()).toBe('data: 2\n\n');
    expect(splitter.rest()).toBeNull();
  });
});

describe('dataOf', () => {
  it.each([
    ['data: {"a":1}\n\n', '{"a":1}'],
    ['data:{"a":1}\r\n\r\n', '{"a":1}'],
    ['event: x\ndata: 1\ndata: 2\n\n', '1\n2'],
    ['data: 1\ndata: 2\n\n', '1\n2'],
    ['data: 1\rdata: 2\n\n', '1\n2'],
    ['data: 1\nid: 2\n\n', '1'],
    ['data: \n\n', ''],
    [': comment\n\n', null],
    ['data: without end', 'without end'],
  ])('%j', (frame, data) => {
    expect(dataOf(Buffer.from(frame))).toBe(data);
  });

  it('takes its time once for a large frame, not once a chunk', () => {
    const splitter = new FrameSplitter();
    const piece = Buffer.alloc(1024, 97);
    const frame = Buffer.concat([Buffer.from('data: '), ...Array.from({ length: 20_000 }, () => piece)]);
    const complete: Buffer[] = [];
    for (let at = 0; at < frame.length; at += piece.length) {
      complete.push(...[splitter.push(frame.subarray(at, at + piece.length)) ?? []].flat());
    }
    expect(complete).toEqual([]);
    expect(splitter.push(Buffer.from('\n\nrest'))?.length).toBe(frame.length + 2);
    expect(splitter.rest()?.toString()).toBe('rest');
  });
});
