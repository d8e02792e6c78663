import { mapStatus, toFailure } from './to-failure.js';

describe('mapStatus', () => {
  it.each([
    [302, 'invalid-response'],
    [400, 'request-rejected'],
    [401, 'credentials-rejected'],
    [402, 'quota-exhausted'],
    [403, 'forbidden'],
    [404, 'request-rejected'],
    [408, 'timeout'],
    [409, 'overloaded'],
    [413, 'request-rejected'],
    [429, 'rate-limited'],
    [500, 'overloaded'],
    [504, 'timeout'],
    [529, 'overloaded'],
  ])('reads %i as %s', (status, cause) => {
    expect(mapStatus(status)).toBe(cause);
  });

  it('lets a vendor mean something else by a status', () => {
    expect(mapStatus(424, { 424: 'overloaded' })).toBe('overloaded');
    expect(mapStatus(400, { 424: 'overloaded' })).toBe('request-rejected');
  });
});

describe('toFailure', () => {
  it("gives the caller the vendor's words only where it is the caller who must act", () => {
    expect(toFailure('request-rejected', 400, 'too hot').message).toBe('too hot');
    expect(toFailure('rate-limited', 429, 'slow down').message).toBe('slow down');
    expect(toFailure('overloaded', 503, 'node 7 is down').message).toBe('The provider failed or is overloaded (503).');
    expect(toFailure('credentials-rejected', 401, 'key sk-1').message).not.toContain('sk-1');
  });

  it('has words of its own where the vendor has none', () => {
    expect(toFailure('request-rejected', 400).message).toBe('The provider refused the request (400).');
    expect(toFailure('timeout', '').message).toBe('The provider took too long to answer.');
  });
});
