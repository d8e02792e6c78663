import fc from 'fast-check';
import { jest } from '@jest/globals';
import { createServer, type IncomingMessage } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { GrowingBuffer, isFragmented, receiveBody, watchPace } from './receive-body.js';

describe('receiveBody', () => {
  const HEAD = 'POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 5\r\n\r\n';

  /** What each request held, sent on one connection, and how many listeners waited for its bytes. */
  async function receive(...packets: readonly (readonly string[])[]): Promise<[string, number][]> {
    const seen: [string, number][] = [];
    const server = createServer((request: IncomingMessage, response) => {
      // Later than the head, as a guard makes it.
      void Promise.resolve().then(async () => {
        const body = receiveBody(request, 100);
        const listeners = request.listenerCount('data');
        request.once('end', () => response.end('.'));
        seen.push([(await body).toString(), listeners]);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1').setNoDelay();
    for (const packet of packets) {
      const answered = new Promise((resolve) => socket.once('data', resolve));
      for (const part of packet) {
        socket.write(part);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      await answered;
    }
    socket.destroy();
    server.close();
    return seen;
  }

  it('takes a body that came with its head without waiting for it, and leaves its connection usable', async () => {
    expect(await receive([`${HEAD}hello`], [`${HEAD}again`])).toEqual([
      ['hello', 0],
      ['again', 0],
    ]);
  });

  it('waits for a body that comes later, or in parts', async () => {
    expect(await receive([HEAD, 'hello'], [`${HEAD}ag`, 'ain'])).toEqual([
      ['hello', 1],
      ['again', 1],
    ]);
  });
});

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
