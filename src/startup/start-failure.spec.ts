import { SchemaError } from './migrations.js';
import { SettingsError } from './read-settings.js';
import { explainFailure } from './start-failure.js';

describe('explainFailure', () => {
  it('lists every bad setting by name', () => {
    const problems = [
      { name: 'PORT', detail: 'no' },
      { name: 'HOST', detail: 'neither' },
    ];
    expect(explainFailure(new SettingsError(problems))).toMatch(/ {2}PORT: no\n {2}HOST: neither$/);
  });

  it('says what to do about the address to listen on', () => {
    const failure = (code: string, syscall: string): string =>
      explainFailure(Object.assign(new Error('failed'), { code, syscall }));
    expect(failure('EADDRINUSE', 'listen')).toContain('PORT');
    expect(failure('EACCES', 'listen')).toContain('1023');
    expect(failure('EADDRNOTAVAIL', 'listen')).toContain('HOST');
    expect(failure('ENOTFOUND', 'getaddrinfo')).toContain('HOST');
  });

  it.each([
    ['EACCES', 'chown'],
    ['EROFS', 'read-only'],
    ['ENOSPC', 'disk is full'],
  ])('says what to do about a file that cannot be used (%s), in one line', (code, advice) => {
    const error = Object.assign(new Error('failed'), { code, syscall: 'mkdir', path: '/data/journal' });
    expect(explainFailure(error)).toMatch(new RegExp(`^/data/journal: .*${advice}.*$`));
  });

  it('shows our own sentences alone, and a stack for what nobody expected', () => {
    expect(explainFailure(new SchemaError('the schema is older'))).toBe('the schema is older');
    expect(explainFailure(new TypeError('a bug'))).toMatch(/^TypeError: a bug\n\s+at /);
    expect(explainFailure('text')).toBe('text');
  });
});
