import { jest } from '@jest/globals';
import { Deadline } from './deadline.js';

const LIMITS = { connectMs: 10, firstByteMs: 20, firstTokenMs: 30, idleMs: 40, totalMs: 1_000 };

class FakeClosing {
  aborted = false;
  over = false;
  cutByShutdown = false;
  cuts = 0;
  private readonly listeners = new Set<() => void>();

  add = (listener: () => void) => void this.listeners.add(listener);
  remove = (listener: () => void) => void this.listeners.delete(listener);
  cut = () => {
    this.cuts++;
    this.close(true);
  };

  close(aborted: boolean): void {
    Object.assign(this, { aborted, over: true });
    this.announce();
  }

  /** As at a shutdown, which leaves the reply open. */
  announce(): void {
    for (const listener of [...this.listeners]) listener();
  }

  get watchers(): number {
    return this.listeners.size;
  }
}

function setUp(remainingMs = 1_000) {
  const closing = new FakeClosing();
  const deadline = new Deadline(LIMITS, remainingMs, closing);
  const reason = () => deadline.signal.reason?.message;
  return { closing, deadline, reason };
}

describe('Deadline', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });

  afterEach(() => {
    expect(jest.getTimerCount()).toBe(0);
    jest.useRealTimers();
  });

  it.each([
    ['connect', 10],
    ['first-byte', 20],
    ['first-token', 30],
    ['idle', 40],
  ] as const)('ends the phase %s after its %d ms', (phase, ms) => {
    const { deadline, reason } = setUp();
    deadline.enter(phase);
    jest.advanceTimersByTime(ms - 1);
    expect(deadline.signal.aborted).toBe(false);
    jest.advanceTimersByTime(1);
    expect(reason()).toContain(`${ms} ms`);
    deadline.end();
  });

  it('has one timer whatever phases follow each other, and sees an end that comes nearer', () => {
    const { deadline, reason } = setUp();
    for (const phase of ['first-byte', 'idle', 'first-token', 'idle', 'first-byte'] as const) {
      deadline.enter(phase);
      deadline.wait();
      expect(jest.getTimerCount()).toBe(1);
      jest.advanceTimersByTime(19);
    }
    expect(deadline.signal.aborted).toBe(false);
    jest.advanceTimersByTime(1);
    expect(reason()).toContain('20 ms');
    deadline.end();
  });

  it('does not end early when a timer fires before its time', () => {
    const { deadline } = setUp(5);
    jest.advanceTimersByTime(4);
    // Node's timers count from the loop's own clock, which lags behind.
    jest.spyOn(performance, 'now').mockReturnValueOnce(performance.now() + 0.5);
    jest.advanceTimersByTime(1);
    expect(deadline.signal.aborted).toBe(false);
    jest.advanceTimersByTime(1);
    expect(deadline.signal.aborted).toBe(true);
    deadline.end();
  });

  it('does not count silence while nobody waits for the vendor', () => {
    const { deadline } = setUp();
    deadline.enter('idle');
    deadline.rest();
    jest.advanceTimersByTime(500);
    deadline.wait();
    jest.advanceTimersByTime(39);
    expect(deadline.signal.aborted).toBe(false);
    jest.advanceTimersByTime(1);
    expect(deadline.signal.aborted).toBe(true);
    deadline.end();
  });

  it('counts the time for all from what earlier attempts have left', () => {
    const { deadline, reason } = setUp(5);
    jest.advanceTimersByTime(5);
    expect(reason()).toContain('did not finish');
    deadline.end();
  });

  it('counts a phase from when it began, and from each byte in it', () => {
    const { deadline } = setUp();
    jest.advanceTimersByTime(9);
    deadline.enter('first-byte');
    jest.advanceTimersByTime(19);
    deadline.enter('first-byte');
    deadline.progress();
    jest.advanceTimersByTime(19);
    expect(deadline.signal.aborted).toBe(false);
    jest.advanceTimersByTime(1);
    expect(deadline.signal.reason).toMatchObject({ kind: 'timeout' });
    deadline.end();
  });

  it('does not begin a phase anew that is entered twice', () => {
    const { deadline } = setUp();
    deadline.enter('first-byte');
    jest.advanceTimersByTime(19);
    deadline.enter('first-byte');
    jest.advanceTimersByTime(1);
    expect(deadline.signal.aborted).toBe(true);
    deadline.end();
  });

  it('counts the time for all while nobody waits for the vendor, too', () => {
    const { deadline, reason } = setUp();
    deadline.rest();
    jest.advanceTimersByTime(1_000);
    expect(reason()).toContain('did not finish its answer within 1000 ms');
    deadline.end();
  });

  it('keeps the first reason', () => {
    const { closing, deadline } = setUp();
    jest.advanceTimersByTime(10);
    closing.close(true);
    deadline.abandon();
    expect(deadline.signal.reason).toMatchObject({ kind: 'timeout' });
  });

  it('leaves no timer where who hears of its end has ended all', () => {
    const { deadline, reason } = setUp();
    deadline.signal.addEventListener('abort', () => deadline.end());
    jest.advanceTimersByTime(10);
    expect(reason()).toMatch(/connected to/);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('closes what is under way of an attempt that failed', () => {
    const { closing, deadline } = setUp();
    deadline.abandon();
    deadline.end();
    expect(deadline.signal.aborted).toBe(true);
    expect(closing.watchers).toBe(0);
  });

  it('cuts a caller who has not read when all time is over, and calls that the caller', () => {
    const { closing, deadline } = setUp();
    deadline.awaitCaller();
    jest.advanceTimersByTime(999);
    expect(closing.cuts).toBe(0);
    jest.advanceTimersByTime(1);
    expect(closing.cuts).toBe(1);
    expect(deadline.signal.reason).toMatchObject({ code: 'client_closed_request' });
  });

  it('leaves the last frame of a call whose time was over a moment to be read', () => {
    const { closing, deadline } = setUp();
    deadline.enter('idle');
    jest.advanceTimersByTime(40);
    deadline.awaitCaller();
    jest.advanceTimersByTime(4_999);
    expect(closing.cuts).toBe(0);
    jest.advanceTimersByTime(1);
    expect(closing.cuts).toBe(1);
  });

  it.each([true, false])('ends with the reply, and leaves nothing behind (aborted: %s)', (aborted) => {
    const { closing, deadline } = setUp();
    closing.close(aborted);
    expect(deadline.signal.aborted).toBe(aborted);
    expect(closing.watchers).toBe(0);
    // Bytes that come after the end start no timer again.
    deadline.enter('idle');
    deadline.wait();
    deadline.progress();
    deadline.awaitCaller();
  });

  it('leaves a call that the shutdown has cut the moment for its last frame', () => {
    const { closing, deadline } = setUp();
    closing.cutByShutdown = true;
    closing.announce();
    deadline.awaitCaller();
    jest.advanceTimersByTime(4_999);
    expect(closing.cuts).toBe(0);
    jest.advanceTimersByTime(1);
    expect(closing.cuts).toBe(1);
  });

  it('tells a shutdown from a caller who left', () => {
    const { closing, deadline } = setUp();
    closing.cutByShutdown = true;
    closing.close(false);
    expect(deadline.signal.reason).toMatchObject({ code: 'cut_by_shutdown' });
  });
});
