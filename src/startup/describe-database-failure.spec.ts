import { DatabaseError, connect } from './prepare-database.js';
import { describeDatabaseFailure, describeUnreachable } from './describe-database-failure.js';
import { explainFailure } from './start-failure.js';

const failure = (message: string, fields: object = {}): Error => Object.assign(new Error(message), fields);

describe('describeDatabaseFailure', () => {
  it.each([
    ['28P01', 'password authentication failed for user "u"', '%25'],
    ['', 'SASL: SCRAM-SERVER-FIRST-MESSAGE: client password must be a string', 'user:password@'],
    ['28000', 'no pg_hba.conf entry for host "1.2.3.4", user "u", database "d", no encryption', 'sslmode=verify-full'],
    ['', 'The server does not support SSL connections', 'sslmode'],
    ['3D000', 'database "d" does not exist', 'CREATE DATABASE'],
    ['SELF_SIGNED_CERT_IN_CHAIN', 'self-signed certificate in certificate chain', 'sslrootcert='],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'unable to verify the first certificate', 'NODE_EXTRA_CA_CERTS='],
    ['ERR_TLS_CERT_ALTNAME_INVALID', "Hostname/IP does not match certificate's altnames", 'name'],
    ['42501', 'permission denied for schema public', 'GRANT USAGE, CREATE ON SCHEMA public'],
    ['3F000', 'no schema has been selected to create in', 'search_path'],
    ['', 'the database did not answer within 4 s', 'default_pool_size'],
    ['25006', 'cannot execute CREATE TABLE in a read-only transaction', 'primary'],
  ])('says what would be right (%s %s)', (code, message, advice) => {
    const text = describeDatabaseFailure(failure(message, { code })) ?? '';
    expect(text.startsWith(message)).toBe(true);
    expect(text).toContain(advice);
    expect(text).not.toContain('\n');
  });

  it('is null for an unknown failure', () => {
    expect(describeDatabaseFailure(failure('connect', { code: 'ECONNREFUSED', syscall: 'connect' }))).toBeNull();
  });
});

describe('describeUnreachable', () => {
  it.each([
    ['ECONNREFUSED', 'nothing listens at db.example:6432.'],
    ['ENOTFOUND', 'no name server knows the host db.example.'],
    ['ETIMEDOUT', 'db.example:6432 does not answer.'],
  ])('names host and port, and no password (%s)', (code, words) => {
    const text = describeUnreachable(failure('connect', { code }), 'postgres://u:p@db.example:6432/x');
    expect(text?.startsWith(words)).toBe(true);
  });

  it.each([
    ['28P01', 'postgres://u:p@db.example/x'],
    ['ECONNREFUSED', 'postgres:///x?host=/run/postgresql'],
  ])('says nothing of other failures and of sockets (%s at %s)', (code, url) => {
    expect(describeUnreachable(failure('no', { code }), url)).toBeNull();
  });
});

describe('a start', () => {
  it('shows a missing right without a stack', () => {
    const text = explainFailure(failure('permission denied for schema public', { code: '42501' }));
    expect(text).toMatch(
      /^DATABASE_URL: the database cannot be used: permission denied for schema public\. Its user .*$/,
    );
  });

  it.each([
    ['57P01', 'terminating connection due to administrator command'],
    ['53100', 'could not extend file "base/5/1": No space left on device'],
    [undefined, 'Connection terminated unexpectedly'],
  ])('shows a database that went away in the middle without a stack (%s)', (code, message) => {
    const text = explainFailure(failure(message, { code }));
    expect(text).toBe(`DATABASE_URL: the database cannot be used: ${message}. Look into its log and start again.`);
  });

  it('shows the stack of a statement that is wrong', () => {
    expect(explainFailure(failure('syntax error', { code: '42601' }))).toContain('\n    at ');
  });

  it('does not wait for the file of an authority that is not there', async () => {
    const url = 'postgres://u@127.0.0.1:1/d?sslmode=verify-full&sslrootcert=/no/such/ca.pem';
    const error = await connect(url, () => undefined).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(DatabaseError);
    expect((error as Error).message).toContain('/no/such/ca.pem cannot be read (ENOENT)');
  });
});
