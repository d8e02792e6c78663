import { BadRequestException, PreconditionFailedException } from '@nestjs/common';
import { etagOf, toPrecondition } from './etag.js';

describe('entity tags', () => {
  const now = etagOf({ name: 'a', at: new Date(0) });

  it('are the same for the same state, and others for others', () => {
    expect(etagOf({ name: 'a', at: new Date(0) })).toBe(now);
    expect(etagOf({ name: 'b', at: new Date(0) })).not.toBe(now);
    expect(etagOf({ name: 'a', at: new Date(1) })).not.toBe(now);
    expect(now).toMatch(/^"[\w-]{22}"$/);
  });

  it.each([undefined, '*', ' * ', now, ` ${now} `, `"other", ${now}`, `"a,b" ,${now}`, `W/"x", ${now}`])(
    'let a write through that demands %p',
    (header) => {
      expect(() => toPrecondition(header).check(now, 'config')).not.toThrow();
    },
  );

  // Weak tags do not do for a write (RFC 9110, section 13.1.1).
  it.each(['"other"', `W/${now}`, '""', `"${now.slice(1, -2)}"`])('refuse one that demands %p', (header) => {
    expect(() => toPrecondition(header).check(now, 'config')).toThrow(PreconditionFailedException);
  });

  it.each(['', now.slice(1, -1), `${now},`, `${now} ${now}`, '*, *', '"a"b"', '"\u00e9"'])(
    'say of %p that it is none',
    (header) => {
      expect(() => toPrecondition(header)).toThrow(BadRequestException);
    },
  );
});
