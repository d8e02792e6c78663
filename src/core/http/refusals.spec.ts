import { getMaxListeners } from 'node:events';
import { jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Refusals } from './refusals.js';

/** A clock whose sleeps end when the test says so. */
function stoppedClock() {
  const sleeps: { readonly ms: number; readonly end: () => void }[] = [];
  return {
    sleeps,
    now: () => new Date(0),
    monotonicMs: () => 0,
    sleep: (ms: number) => new Promise<void>((resolve) => sleeps.push({ ms, end: resolve })),
  };
}

function from(ip: string): FastifyRequest {
  const request: Partial<FastifyRequest> = { ip, id: 'r-1', method: 'GET', url: '/v1/models?token=canary' };
  return request as FastifyRequest;
}

describe('Refusals', () => {
  const lines: unknown[][] = [];
  beforeEach(() => {
    lines.length = 0;
    jest.spyOn(Logger.prototype, 'warn').mockImplementation((...line: unknown[]) => void lines.push(line));
  });
  afterEach(() => void jest.restoreAllMocks());

  it('says what was refused and from where, without what was sent', async () => {
    await new Refusals(stoppedClock()).note('admin token', from('192.0.2.1'));
    expect(lines).toEqual([
      [
        'refused: no valid admin token',
        { requestId: 'r-1', method: 'GET', path: '/v1/models', address: '192.0.2.1', refusalsOfAddress: 1 },
      ],
    ]);
  });

  it('delays that address, and no other', async () => {
    const clock = stoppedClock();
    const refusals = new Refusals(clock);
    for (let times = 0; times < 5; times++) await refusals.note('admin token', from('192.0.2.1'));
    const sixth = refusals.note('admin token', from('192.0.2.1'));
    expect(clock.sleeps.map(({ ms }) => ms)).toEqual([100]);
    await refusals.note('admin token', from('192.0.2.2'));
    clock.sleeps[0]?.end();
    await sixth;
  });

  it('lets all that may wait share one signal, without a warning of Node', async () => {
    let most = 0;
    const sleep = (_ms: number, signal: AbortSignal) => {
      most = getMaxListeners(signal);
      return Promise.resolve();
    };
    const refusals = new Refusals({ ...stoppedClock(), sleep });
    for (let times = 0; times < 6; times++) await refusals.note('admin token', from('192.0.2.1'));
    expect(most).toBeGreaterThanOrEqual(256);
  });

  it('takes a /64 of IPv6 for one address, and IPv4 in IPv6 for many', async () => {
    const clock = stoppedClock();
    const refusals = new Refusals(clock);
    for (let host = 1; host <= 5; host++) await refusals.note('admin token', from(`2001:db8:1:2::${host}`));
    void refusals.note('admin token', from('2001:db8:1:2:3:4:5:6'));
    expect(clock.sleeps).toHaveLength(1);
    for (let host = 1; host <= 6; host++) await refusals.note('admin token', from(`::ffff:192.0.2.${host}`));
    await refusals.note('admin token', from('2001:db8:1:3::1'));
  });

  it('holds only so many answers at once', async () => {
    const clock = stoppedClock();
    const refusals = new Refusals(clock);
    for (let times = 0; times < 5; times++) await refusals.note('admin token', from('192.0.2.1'));
    for (let times = 0; times < 256; times++) void refusals.note('admin token', from('192.0.2.1'));
    expect(clock.sleeps).toHaveLength(256);
    await refusals.note('admin token', from('192.0.2.1'));
    expect(clock.sleeps).toHaveLength(256);
  });
});
