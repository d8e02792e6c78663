import { CallsUnderWay } from './calls-under-way.js';

describe('CallsUnderWay', () => {
  it('lets so many of one environment in, whatever the others do', () => {
    const calls = new CallsUnderWay();
    expect([calls.enter('a', 2), calls.enter('a', 2), calls.enter('a', 2)]).toEqual([true, true, false]);
    expect(calls.enter('b', 2)).toBe(true);
    calls.leave('a');
    expect([calls.enter('a', 2), calls.enter('a', 2)]).toEqual([true, false]);
  });

  it('takes a limit that changed for the next call', () => {
    const calls = new CallsUnderWay();
    expect([calls.enter('a', 2), calls.enter('a', 2), calls.enter('a', 3), calls.enter('a', 1)]).toEqual([
      ...[true, true, true, false],
    ]);
  });
});
