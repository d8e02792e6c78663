import { readCallerLimits } from './caller-limits.js';

describe('readCallerLimits', () => {
  it('reads what is given, and takes the rest for no limit', () => {
    expect(readCallerLimits({})).toEqual({ timeoutMs: null, maxAttempts: null });
    expect(readCallerLimits({ 'x-llmops-timeout-ms': '1500', 'x-llmops-max-attempts': '1' })).toEqual({
      timeoutMs: 1_500,
      maxAttempts: 1,
    });
  });

  it.each(['', '0', '-1', '1.5', '1e3', '0x10', ' 5', '5s', '1, 2', '1000000000', 'none'])('refuses %j', (value) => {
    for (const name of ['x-llmops-timeout-ms', 'x-llmops-max-attempts']) {
      expect(() => readCallerLimits({ [name]: value })).toThrow(
        expect.objectContaining({ status: 400, code: 'invalid_request', param: name }),
      );
    }
  });
});
