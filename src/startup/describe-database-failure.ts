import { systemErrorCode } from '../core/system-error.js';

interface Advice {
  /** A code of PostgreSQL, Node or OpenSSL, or a part of the message where there is no code. */
  readonly match: readonly string[];
  readonly advice: string;
}

const PRIVATE_CA =
  'Its certificate is not from an authority that this machine knows. Give the file of its authority: ' +
  '?sslmode=verify-full&sslrootcert=/path/to/ca.pem, or NODE_EXTRA_CA_CERTS=/path/to/ca.pem.';

/** What to do, by what went wrong. The first match counts. */
const ADVICE: readonly Advice[] = [
  {
    match: ['28P01'],
    advice: 'Give the right user and password; characters such as % @ / # in the password are written %25 %40 %2F %23.',
  },
  {
    match: ['client password must be'],
    advice: 'It asks for a password: give postgres://user:password@host/database.',
  },
  { match: ['no encryption'], advice: 'It takes TLS connections only: add ?sslmode=verify-full.' },
  { match: ['does not support SSL'], advice: 'It has no TLS: leave sslmode out, or turn TLS on at the server.' },
  { match: ['3D000'], advice: 'Create it, owned by the user in the URL: CREATE DATABASE … OWNER ….' },
  {
    match: [
      'SELF_SIGNED_CERT_IN_CHAIN',
      'DEPTH_ZERO_SELF_SIGNED_CERT',
      'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
      'UNABLE_TO_GET_ISSUER_CERT',
      'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
    ],
    advice: PRIVATE_CA,
  },
  {
    match: ['ERR_TLS_CERT_ALTNAME_INVALID'],
    advice: 'Give the host by a name that its certificate is for; sslmode=no-verify would take any certificate.',
  },
  { match: ['CERT_HAS_EXPIRED'], advice: 'Renew the certificate of the server.' },
  {
    match: ['the database did not answer within'],
    advice:
      'It is overloaded or unreachable, or a pooler in front of it has no connection left: in session mode a process needs ' +
      'some fifteen (default_pool_size).',
  },
  { match: ['53300'], advice: 'It has no connection left: raise max_connections, or run fewer replicas and workers.' },
  {
    match: ['42501'],
    advice:
      'Its user needs the right to create tables: ALTER DATABASE … OWNER TO the user, ' +
      'or GRANT USAGE, CREATE ON SCHEMA public TO it.',
  },
  {
    match: ['3F000'],
    advice:
      'Of the schemas in search_path none exists that its user may use: GRANT USAGE, CREATE ON SCHEMA public TO it, ' +
      'or ALTER ROLE … SET search_path to its schema.',
  },
  {
    match: ['25006'],
    advice:
      'Give the primary server, not a standby; or the user has default_transaction_read_only on: ' +
      'ALTER ROLE … RESET default_transaction_read_only.',
  },
];

/** Files that the URL names (sslrootcert, sslcert, sslkey) and that cannot be read. */
function unreadableFile(error: unknown): string | null {
  if (typeof error !== 'object' || error === null || Reflect.get(error, 'syscall') !== 'open') return null;
  const path: unknown = Reflect.get(error, 'path');
  return `the file ${String(path)} cannot be read (${systemErrorCode(error) ?? 'error'}). Give sslrootcert the path of a PEM file.`;
}

/**
 * Why a database cannot be used, in one line that holds no password, with what would be right where that is known.
 * @returns null where the cause is not known
 */
export function describeDatabaseFailure(error: unknown): string | null {
  const file = unreadableFile(error);
  if (file !== null) return file;
  const code = systemErrorCode(error) ?? '';
  const message = error instanceof Error && error.message !== '' ? error.message : code;
  const found = ADVICE.find(({ match }) => match.some((part) => part === code || message.includes(part)));
  return found === undefined ? null : `${message.replace(/[.:\s]+$/, '')}. ${found.advice}`;
}

/** No connection at all; the database may be starting. */
const UNREACHABLE: Readonly<Record<string, (host: string, port: string) => string>> = {
  ECONNREFUSED: (host, port) => `nothing listens at ${host}:${port}. Start the database, or correct host and port.`,
  ENOTFOUND: (host) => `no name server knows the host ${host}. Correct its name.`,
  EAI_AGAIN: (host) => `no name server answers for the host ${host}. Correct its name, or look at this machine's DNS.`,
  ETIMEDOUT: (host, port) => `${host}:${port} does not answer. Correct host and port, or open the firewall between.`,
};

/** The same of a server that could not be reached; null where the failure is another. */
export function describeUnreachable(error: unknown, url: string): string | null {
  const describe = UNREACHABLE[systemErrorCode(error) ?? ''];
  if (describe === undefined || !URL.canParse(url)) return null;
  const { hostname, port } = new URL(url);
  return hostname === '' ? null : describe(hostname, port === '' ? '5432' : port);
}
