import { resolve } from 'node:path';
import { closestName } from './closest-name.js';
import { LOG_LEVELS } from '../core/logger.js';
import type { Settings, TimeoutSettings } from '../core/settings.js';
import {
  SettingValueError,
  toBytes,
  toChoice,
  toCidrs,
  toClickhouseUrl,
  toDatabaseUrl,
  toEncryptionKeys,
  toHost,
  toHttpUrl,
  toInteger,
  toOrigins,
  toProxyUrl,
  toSwitch,
  toToken,
  toTraceUrl,
  toWorkers,
} from './setting-values.js';

export interface SettingProblem {
  readonly name: string;
  /** What is wrong and what would be right. */
  readonly detail: string;
}

/** Lists everything that is wrong, so that it can be corrected in one go. */
export class SettingsError extends Error {
  constructor(readonly problems: readonly SettingProblem[]) {
    super(problems.map(({ name, detail }) => `${name}: ${detail}`).join('\n'));
    this.name = 'SettingsError';
  }
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** The program that is started: migrating opens no sealed credentials, and needs no key for them. */
export type Command = 'serve' | 'migrate';

const KB = 1024;
const MB = 1024 * KB;
const GB = 1024 * MB;
const LOOPBACK = '127.0.0.0/8,::1/128';
/** A variable with this prefix that is no setting must be a mistake. */
const PREFIX = 'LLMOPS_';

/**
 * Reads and checks every setting. An empty value is the same as none, except where a list may be empty. The names
 * read here are the list of settings, so each is read whatever the others are: else it would be taken for misspelt.
 *
 * @throws SettingsError naming each bad or contradictory value
 */
export function readSettings(environment: Environment, command: Command = 'serve'): Settings {
  const reader = new SettingReader(environment);
  const databaseUrl = reader.optional('DATABASE_URL', toDatabaseUrl);
  const encryptionKeys = reader.optional('LLMOPS_ENCRYPTION_KEY', toEncryptionKeys);
  if (command === 'serve' && reader.has('DATABASE_URL') && !reader.has('LLMOPS_ENCRYPTION_KEY')) {
    reader.refuse(
      'LLMOPS_ENCRYPTION_KEY',
      'It is required with DATABASE_URL, since all replicas must share it. Give the output of: openssl rand -base64 32',
    );
  }
  const settings: Settings = {
    host: reader.read('HOST', '127.0.0.1', toHost),
    port: reader.read('PORT', '3000', (text) => toInteger(text, 0, 65_535)),
    databaseUrl,
    dataDir: resolve(reader.read('LLMOPS_DATA_DIR', './data', toPath)),
    adminToken: reader.optional('LLMOPS_ADMIN_TOKEN', toToken),
    encryptionKeys: encryptionKeys ?? [],
    environmentSecret: reader.optional('LLMOPS_ENVIRONMENT_SECRET', toToken),
    workers: reader.read('LLMOPS_WORKERS', '1', toWorkers),
    upstreamAllow: reader.readList('LLMOPS_UPSTREAM_ALLOW', reader.has('DATABASE_URL') ? '' : LOOPBACK, toCidrs),
    bodyLimitBytes: reader.read('LLMOPS_BODY_LIMIT', '10mb', (text) => toBytes(text, KB, GB)),
    uploadLimitBytes: reader.read('LLMOPS_UPLOAD_LIMIT', '30mb', (text) => toBytes(text, KB, GB)),
    journalMaxBytes: reader.read('LLMOPS_LOG_JOURNAL_MAX_BYTES', '1gb', (text) => toBytes(text, MB, 1024 * GB)),
    logFsync: reader.read('LLMOPS_LOG_FSYNC', 'off', toSwitch),
    clickhouseUrl: reader.optional('LLMOPS_CLICKHOUSE_URL', toClickhouseUrl),
    logContent: reader.read('LLMOPS_LOG_CONTENT', 'off', toSwitch),
    ...readRetention(reader),
    exportsTraces: readTracing(reader, environment),
    traceUrl: reader.optional('LLMOPS_TRACE_URL', toTraceUrl),
    corsOrigins: reader.readList('LLMOPS_CORS_ORIGINS', '', toOrigins),
    snapshotMaxAgeSeconds: reader.optional('LLMOPS_SNAPSHOT_MAX_AGE_SECONDS', (text) => toInteger(text, 1, 31_536_000)),
    drainSeconds: reader.read('LLMOPS_DRAIN_SECONDS', '600', (text) => toInteger(text, 0, 86_400)),
    logLevel: reader.read('LLMOPS_LOG_LEVEL', 'info', (text) => toChoice(text, LOG_LEVELS)),
    retryMaxAttempts: reader.read('LLMOPS_RETRY_MAX_ATTEMPTS', '3', (text) => toInteger(text, 1, 10)),
    retryMaxDelayMs: reader.read('LLMOPS_RETRY_MAX_DELAY_MS', '8000', (text) => toInteger(text, 0, 60_000)),
    timeouts: readTimeouts(reader),
    streamHeartbeatSeconds: reader.read('LLMOPS_STREAM_HEARTBEAT_SECONDS', '15', (text) => toInteger(text, 0, 3_600)),
    keepAliveSeconds: reader.read('LLMOPS_KEEP_ALIVE_SECONDS', '620', (text) => toInteger(text, 1, 86_400)),
    maxConnections: reader.read('LLMOPS_MAX_CONNECTIONS', '10000', (text) => toInteger(text, 1, 1_000_000)),
    maxCallsPerEnvironment: reader.read('LLMOPS_MAX_CALLS_PER_ENVIRONMENT', '1000', (text) =>
      toInteger(text, 1, 1_000_000),
    ),
    ...readProxies(reader),
  };
  reader.refuseUnknown(PREFIX);
  if (settings.adminToken !== null && settings.adminToken === settings.environmentSecret) {
    reader.refuse('LLMOPS_ENVIRONMENT_SECRET', 'It equals LLMOPS_ADMIN_TOKEN: every caller would be an administrator.');
  }
  reader.throwIfAny();
  return Object.freeze(settings);
}

/** Bodies are kept for a month, or as long as the records where that is less. */
function readRetention(reader: SettingReader) {
  const logRetentionDays = reader.read('LLMOPS_LOG_RETENTION_DAYS', '90', (text) => toInteger(text, 1, 36_500));
  const byDefault = String(Math.min(30, logRetentionDays));
  const ofContent = 'LLMOPS_LOG_CONTENT_RETENTION_DAYS';
  const logContentRetentionDays = reader.read(ofContent, byDefault, (text) => toInteger(text, 1, 36_500));
  if (logContentRetentionDays > logRetentionDays) {
    reader.refuse(
      ofContent,
      `It is ${logContentRetentionDays}, and LLMOPS_LOG_RETENTION_DAYS is ${logRetentionDays}: bodies go with their records. Give ${logRetentionDays} or less.`,
    );
  }
  return { logRetentionDays, logContentRetentionDays };
}

/** What the SDK would pass over with a warning that nobody sees is refused here. */
function readTracing(reader: SettingReader, environment: Environment): boolean {
  const endpoints = ['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT', 'OTEL_EXPORTER_OTLP_ENDPOINT'].map((name) =>
    reader.optional(name, toHttpUrl),
  );
  for (const name of ['OTEL_EXPORTER_OTLP_TRACES_PROTOCOL', 'OTEL_EXPORTER_OTLP_PROTOCOL']) {
    reader.optional(name, (text) => toChoice(text, ['http/protobuf']));
  }
  const isDisabled = environment['OTEL_SDK_DISABLED']?.trim().toLowerCase() === 'true';
  const exporters = (environment['OTEL_TRACES_EXPORTER'] ?? '').split(',').map((name) => name.trim());
  const isOtlp = exporters.includes('otlp') || exporters.every((name) => name === '');
  return !isDisabled && isOtlp && endpoints.some((endpoint) => endpoint !== null);
}

const HOUR_MS = 3_600_000;

function readTimeouts(reader: SettingReader): TimeoutSettings {
  const read = (name: string, byDefault: string) => reader.read(name, byDefault, (text) => toInteger(text, 1, HOUR_MS));
  return {
    connectMs: read('LLMOPS_TIMEOUT_CONNECT_MS', '10000'),
    firstByteMs: read('LLMOPS_TIMEOUT_FIRST_BYTE_MS', '300000'),
    firstTokenMs: read('LLMOPS_TIMEOUT_FIRST_TOKEN_MS', '300000'),
    idleMs: read('LLMOPS_TIMEOUT_IDLE_MS', '120000'),
    totalMs: read('LLMOPS_TIMEOUT_TOTAL_MS', '600000'),
  };
}

/** Both spellings are usual; the lower one wins, as with curl. */
function readProxies(reader: SettingReader) {
  const proxy = (name: string) => reader.optional(name.toLowerCase(), toProxyUrl) ?? reader.optional(name, toProxyUrl);
  const exceptions = (name: string) => reader.optional(name, (text) => text);
  return {
    httpsProxy: proxy('HTTPS_PROXY'),
    httpProxy: proxy('HTTP_PROXY'),
    noProxy: exceptions('no_proxy') ?? exceptions('NO_PROXY') ?? '',
  };
}

function toPath(text: string): string {
  if (text.includes('\0')) throw new SettingValueError('It is not a path. Give a directory that this user may write.');
  return text;
}

/** Reads one setting after the other and collects what is wrong instead of stopping at the first. */
class SettingReader {
  private readonly problems: SettingProblem[] = [];
  private readonly known = new Set<string>();

  constructor(private readonly environment: Environment) {}

  has(name: string): boolean {
    return (this.environment[name] ?? '').trim() !== '';
  }

  refuse(name: string, detail: string): void {
    this.problems.push({ name, detail });
  }

  read<Value>(name: string, byDefault: string, parse: (text: string) => Value): Value {
    return this.parsed(name, this.has(name) ? this.environment[name] : undefined, parse) ?? parse(byDefault);
  }

  readList(name: string, byDefault: string, parse: (text: string) => string[]): string[] {
    return this.parsed(name, this.environment[name] ?? byDefault, parse) ?? [];
  }

  optional<Value>(name: string, parse: (text: string) => Value): Value | null {
    return this.parsed(name, this.has(name) ? this.environment[name] : undefined, parse);
  }

  /** Every name with the prefix, or nearly a known name with it, that nothing has read. Called after all the reading. */
  refuseUnknown(prefix: string): void {
    const known = [...this.known].filter((name) => name.startsWith(prefix));
    for (const name of Object.keys(this.environment).filter((each) => !this.known.has(each))) {
      const meant = closestName(name.toUpperCase(), known);
      if (meant === null && !name.toUpperCase().startsWith(prefix)) continue;
      const advice = meant === null ? 'docs/settings.md lists them all.' : `Did you mean ${meant}?`;
      this.refuse(name, `There is no such setting. ${advice}`);
    }
  }

  throwIfAny(): void {
    if (this.problems.length > 0) throw new SettingsError(this.problems);
  }

  private parsed<Value>(name: string, text: string | undefined, parse: (text: string) => Value): Value | null {
    this.known.add(name);
    if (text === undefined) return null;
    try {
      return parse(text.trim());
    } catch (error) {
      if (!(error instanceof SettingValueError)) throw error;
      this.refuse(name, error.message);
      return null;
    }
  }
}
