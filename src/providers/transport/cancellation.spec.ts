import { Cancellation, toAbortSignal } from './cancellation.js';

describe('Cancellation', () => {
  it('tells every listener once, and keeps the first reason', () => {
    const cancellation = new Cancellation();
    const told: string[] = [];
    cancellation.addEventListener('abort', () => told.push('one'));
    cancellation.addEventListener('abort', () => told.push('other'));
    expect([cancellation.aborted, cancellation.reason]).toEqual([false, undefined]);
    cancellation.abort(new Error('first'));
    cancellation.abort(new Error('second'));
    expect(told).toEqual(['one', 'other']);
    expect([cancellation.aborted, cancellation.reason?.message]).toEqual([true, 'first']);
  });

  it('does not tell a listener that left', () => {
    const cancellation = new Cancellation();
    const told: string[] = [];
    const leaving = ['one', 'other', 'last'].map((name) => () => void told.push(name));
    for (const listener of leaving) cancellation.addEventListener('abort', listener);
    for (const listener of leaving.slice(0, 2)) cancellation.removeEventListener('abort', listener);
    cancellation.removeEventListener('abort', () => undefined);
    cancellation.abort(new Error('over'));
    expect(told).toEqual(['last']);
  });

  it('lets a listener leave while all are told', () => {
    const cancellation = new Cancellation();
    const told: string[] = [];
    const one = () => {
      told.push('one');
      cancellation.removeEventListener('abort', one);
    };
    cancellation.addEventListener('abort', one);
    cancellation.addEventListener('abort', () => told.push('other'));
    cancellation.abort(new Error('over'));
    expect(told).toEqual(['one', 'other']);
  });

  it('becomes an AbortSignal that ends with it, before or after', () => {
    const cancellation = new Cancellation();
    const early = toAbortSignal(cancellation);
    expect(early.aborted).toBe(false);
    const reason = new Error('over');
    cancellation.abort(reason);
    expect(early.reason).toBe(reason);
    expect(toAbortSignal(cancellation).reason).toBe(reason);
    expect(toAbortSignal(early)).toBe(early);
  });
});
