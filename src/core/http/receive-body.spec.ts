import fc from 'fast-check';
import { jest } from '@jest/globals';
import { GrowingBuffer, isFragmented, watchPace } from './receive-body.js';

describe('watchPace', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  it('gives up a body that trickles, and lets a slow one be', () => {
    let received = 0;
    let stalls = 0;
    watchPace(
      () => received,
      () => stalls++,
    );
    for (let period = 0; period < 5; period++) {
      received += 2_000;
      jest.advanceTimersByTime(30_000);
    }
    expect(stalls).toBe(0);
    received += 100;
    jest.advanceTimersByTime(30_000);
    expect(stalls).toBe(1);
    jest.advanceTimersByTime(300_000);
    expect(stalls).toBe(1);
  });

  it('is over when it is ended', () => {
    let stalls = 0;
    const stop = watchPace(
      () => 0,
      () => stalls++,
    );
    stop();
    jest.advanceTimersByTime(300_000);
    expect(stalls).toBe(0);
  });
});

describe('isFragmented', () => {
  it.each([
    [50_000, 50_000, false],
    [50_001, 50_001, true],
    [100_000, 3_200_000, false],
  ])('of %i chunks with %i bytes is %s', (chunks, bytes, expected) => {
    expect(isFragmented(chunks, bytes)).toBe(expected);
  });
});

describe('GrowingBuffer', () => {
  it('holds what was added, however it was cut', () => {
    fc.assert(
      fc.property(
        fc.array(fc.uint8Array({ maxLength: 9_000 }), { maxLength: 20 }),
        fc.nat(50_000),
        (chunks, expected) => {
          const buffer = new GrowingBuffer(expected, 1_000_000);
          for (const chunk of chunks) expect(buffer.add(Buffer.from(chunk))).toBe(true);
          expect(buffer.toBuffer().equals(Buffer.concat(chunks))).toBe(true);
          expect(buffer.length).toBe(buffer.toBuffer().length);
        },
      ),
      { numRuns: 50 },
    );
  });

  it('takes a body that comes in one piece as it is', () => {
    const whole = Buffer.from('{"a":1}');
    const buffer = new GrowingBuffer(whole.length, 100);
    buffer.add(whole);
    expect(buffer.toBuffer()).toBe(whole);
  });

  it('never writes into what it was given', () => {
    const first = Buffer.from('abc');
    const buffer = new GrowingBuffer(0, 100);
    buffer.add(first);
    buffer.add(Buffer.from('def'));
    expect([first.toString(), buffer.toBuffer().toString()]).toEqual(['abc', 'abcdef']);
  });

  it('costs at most twice its bytes for a million of them one by one, and nothing for what was only announced', () => {
    const one = Buffer.from('x');
    const buffer = new GrowingBuffer(0, 10_000_000);
    for (let count = 0; count < 1_000_000; count++) buffer.add(one);
    expect(buffer.length).toBe(1_000_000);
    expect(buffer.toBuffer().buffer.byteLength).toBeLessThanOrEqual(2_000_002);
    const announced = new GrowingBuffer(1_000_000_000, 1_000_000_000);
    announced.add(one);
    announced.add(one);
    expect(announced.toBuffer().buffer.byteLength).toBeLessThanOrEqual(1024 * 1024);
  });

  it('refuses what is beyond its limit, and keeps what it has', () => {
    const buffer = new GrowingBuffer(0, 4);
    expect([buffer.add(Buffer.from('abc')), buffer.add(Buffer.from('de')), buffer.add(Buffer.from('d'))]).toEqual([
      true,
      false,
      true,
    ]);
    expect(buffer.toBuffer().toString()).toBe('abcd');
  });
});
