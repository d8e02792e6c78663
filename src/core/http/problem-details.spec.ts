import { BadRequestException, HttpException, NotFoundException, UnauthorizedException } from '@nestjs/common';
import { QueryFailedError } from 'typeorm';
import { InvalidRequestError, UnavailableError } from '../errors.js';
import { fieldErrorsOf, malformed, refuseWhileUsed } from './admin-errors.js';
import { Constraints, takenSlug } from './database-failure.js';
import { toPointer, toProblem } from './problem-details.js';

const SECRET = 'canary-of-the-inside';

/** As entities declare it for their tables. */
Constraints({
  providers_slug_key: takenSlug('provider'),
  environments_default_config_fkey: { status: 422, pointer: '/defaultConfigId', detail: 'there is no such config' },
})(
  class {
    readonly id = '';
  },
);

function databaseError(members: { code?: string; constraint?: string }, message = SECRET): QueryFailedError {
  return new QueryFailedError(SECRET, [SECRET], Object.assign(new Error(message), members));
}

describe('toProblem', () => {
  it.each([
    [malformed([{ pointer: '/slug', detail: 'bad' }]), 400, [{ pointer: '/slug', detail: 'bad' }]],
    [new HttpException(SECRET, 502), 502, []],
    [new InvalidRequestError('No.', 'body.model'), 400, [{ pointer: '/body/model', detail: 'No.' }]],
    [new UnavailableError('Later.'), 503, []],
    [new NotFoundException('Cannot GET /x'), 404, []],
    [
      new BadRequestException(['a', 'b']),
      400,
      [
        { pointer: '', detail: 'a' },
        { pointer: '', detail: 'b' },
      ],
    ],
    [Object.assign(new Error(SECRET), { statusCode: 413 }), 413, []],
    [Object.assign(new Error(SECRET), { statusCode: 415 }), 415, []],
    [Object.assign(new Error(SECRET), { statusCode: 400 }), 400, []],
    [Object.assign(new Error(SECRET), { statusCode: 500 }), 500, []],
    [
      databaseError({ code: '23505', constraint: 'providers_slug_key' }),
      409,
      [{ pointer: '/slug', detail: expect.any(String) }],
    ],
    [
      databaseError({ code: '23503', constraint: 'environments_default_config_fkey' }),
      422,
      [{ pointer: '/defaultConfigId', detail: expect.any(String) }],
    ],
    [databaseError({ code: '23505', constraint: 'unheard_of' }), 409, []],
    [databaseError({ code: '23514', constraint: 'toString' }), 500, []],
    [databaseError({ code: '40P01' }), 409, []],
    [databaseError({ code: '22P05' }), 400, []],
    [databaseError({ code: '57P01' }), 503, []],
    [databaseError({ code: '42P01' }), 500, []],
    [databaseError({}, 'Connection terminated unexpectedly'), 503, []],
    [Object.assign(new Error(SECRET), { code: 'ECONNREFUSED' }), 503, []],
    [new Error('timeout exceeded when trying to connect'), 503, []],
    [new Error(SECRET), 500, []],
    [SECRET, 500, []],
    [null, 500, []],
  ])('%s → %i', (exception, status, errors) => {
    const problem = toProblem(exception, 'r-1');
    expect(problem).toMatchObject({ status, body: { type: 'about:blank', status, errors, requestId: 'r-1' } });
    expect(problem.headers['content-type']).toBe('application/problem+json; charset=utf-8');
    expect(problem.headers['retry-after']).toBe(status === 503 ? '1' : undefined);
    expect(JSON.stringify(problem)).not.toContain(SECRET);
  });

  it('asks for a bearer token', () => {
    expect(toProblem(new UnauthorizedException('Who?'), 'r-1').headers['www-authenticate']).toContain('Bearer');
  });
});

describe('refuseWhileUsed', () => {
  it('lists the users, but not without end', () => {
    expect(() => refuseWhileUsed('config', [])).not.toThrow();
    try {
      refuseWhileUsed(
        'config',
        Array.from({ length: 103 }, (_, index) => `rule ${index}`),
      );
      throw new Error('it was not refused');
    } catch (error) {
      expect(error).toMatchObject({ status: 409, message: expect.stringContaining('config is in use') });
      const listed = fieldErrorsOf(error as HttpException);
      expect(listed).toHaveLength(101);
      expect(listed.at(-1)?.detail).toBe('and 3 more');
    }
  });
});

describe('toPointer', () => {
  it('escapes', () => expect(toPointer(['a/b', 'c~d', ''])).toBe('/a~1b/c~0d/'));
});
