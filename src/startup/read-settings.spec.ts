import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { readSettings, SettingsError, type Environment, type SettingProblem } from './read-settings.js';

const KEY = Buffer.alloc(32, 1).toString('base64');
const OTHER_KEY = Buffer.alloc(32, 2).toString('base64');
const ADMIN_TOKEN = 'admin-token-of-32-characters-000';
const ENVIRONMENT_SECRET = 'environment-secret-of-36-characters-';
const DATABASE_URL = 'postgres://gateway:s3cret@db.example:5432/gateway';

function problemsOf(environment: Environment): readonly SettingProblem[] {
  try {
    readSettings(environment);
  } catch (error) {
    if (error instanceof SettingsError) return error.problems;
    throw error;
  }
  return [];
}

describe('readSettings', () => {
  it('needs nothing to be set', () => {
    expect(readSettings({})).toEqual({
      host: '127.0.0.1',
      port: 3000,
      databaseUrl: null,
      dataDir: resolve('./data'),
      adminToken: null,
      encryptionKeys: [],
      environmentSecret: null,
      workers: 1,
      upstreamAllow: ['127.0.0.0/8', '::1/128'],
      bodyLimitBytes: 10 * 1024 * 1024,
      uploadLimitBytes: 30 * 1024 * 1024,
      journalMaxBytes: 1024 ** 3,
      logFsync: false,
      clickhouseUrl: null,
      traceUrl: null,
      logContent: false,
      logRetentionDays: 90,
      logContentRetentionDays: 30,
      exportsTraces: false,
      corsOrigins: [],
      snapshotMaxAgeSeconds: null,
      keepAliveSeconds: 620,
      maxConnections: 10_000,
      maxCallsPerEnvironment: 1_000,
      httpsProxy: null,
      httpProxy: null,
      noProxy: '',
      drainSeconds: 600,
      logLevel: 'info',
      retryMaxAttempts: 3,
      retryMaxDelayMs: 8_000,
      timeouts: { connectMs: 10_000, firstByteMs: 300_000, firstTokenMs: 300_000, idleMs: 120_000, totalMs: 600_000 },
      streamHeartbeatSeconds: 15,
    });
  });

  it('reads every setting', () => {
    expect(
      readSettings({
        HOST: '::',
        PORT: '8080',
        DATABASE_URL,
        LLMOPS_DATA_DIR: '/var/lib/llmops',
        LLMOPS_ADMIN_TOKEN: ADMIN_TOKEN,
        LLMOPS_ENCRYPTION_KEY: `${KEY}, ${OTHER_KEY}`,
        LLMOPS_ENVIRONMENT_SECRET: ENVIRONMENT_SECRET,
        LLMOPS_WORKERS: '4',
        LLMOPS_UPSTREAM_ALLOW: '10.0.0.0/8, 192.168.1.7',
        LLMOPS_BODY_LIMIT: '512kb',
        LLMOPS_UPLOAD_LIMIT: '1.5 MB',
        LLMOPS_LOG_JOURNAL_MAX_BYTES: '2097152',
        LLMOPS_LOG_FSYNC: 'on',
        LLMOPS_CLICKHOUSE_URL: 'https://user:pass@clickhouse.example:8443/llm',
        LLMOPS_TRACE_URL: 'https://traces.example/t/{traceId}?from=gateway',
        LLMOPS_LOG_CONTENT: 'on',
        LLMOPS_LOG_RETENTION_DAYS: '7',
        OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318',
        LLMOPS_CORS_ORIGINS: 'https://app.example, http://localhost:5173',
        LLMOPS_SNAPSHOT_MAX_AGE_SECONDS: '60',
        LLMOPS_KEEP_ALIVE_SECONDS: '75',
        LLMOPS_MAX_CONNECTIONS: '500',
        LLMOPS_MAX_CALLS_PER_ENVIRONMENT: '20',
        HTTPS_PROXY: 'http://user:pass@proxy.example:3128',
        https_proxy: '',
        HTTP_PROXY: 'http://upper.example',
        http_proxy: 'proxy.example:3128',
        NO_PROXY: 'localhost,.internal',
        LLMOPS_DRAIN_SECONDS: '0',
        LLMOPS_LOG_LEVEL: 'debug',
        LLMOPS_RETRY_MAX_ATTEMPTS: '1',
        LLMOPS_RETRY_MAX_DELAY_MS: '0',
        LLMOPS_TIMEOUT_CONNECT_MS: '1',
        LLMOPS_TIMEOUT_FIRST_BYTE_MS: '2',
        LLMOPS_TIMEOUT_FIRST_TOKEN_MS: '3',
        LLMOPS_TIMEOUT_IDLE_MS: '4',
        LLMOPS_TIMEOUT_TOTAL_MS: '3600000',
        LLMOPS_STREAM_HEARTBEAT_SECONDS: '0',
      }),
    ).toEqual({
      host: '::',
      port: 8080,
      databaseUrl: DATABASE_URL,
      dataDir: '/var/lib/llmops',
      adminToken: ADMIN_TOKEN,
      encryptionKeys: [Buffer.alloc(32, 1), Buffer.alloc(32, 2)],
      environmentSecret: ENVIRONMENT_SECRET,
      workers: 4,
      upstreamAllow: ['10.0.0.0/8', '192.168.1.7/32'],
      bodyLimitBytes: 512 * 1024,
      uploadLimitBytes: 1.5 * 1024 * 1024,
      journalMaxBytes: 2 * 1024 * 1024,
      logFsync: true,
      clickhouseUrl: 'https://user:pass@clickhouse.example:8443/llm',
      traceUrl: 'https://traces.example/t/{traceId}?from=gateway',
      logContent: true,
      logRetentionDays: 7,
      logContentRetentionDays: 7,
      exportsTraces: true,
      corsOrigins: ['https://app.example', 'http://localhost:5173'],
      snapshotMaxAgeSeconds: 60,
      keepAliveSeconds: 75,
      maxConnections: 500,
      maxCallsPerEnvironment: 20,
      httpsProxy: 'http://user:pass@proxy.example:3128',
      httpProxy: 'http://proxy.example:3128',
      noProxy: 'localhost,.internal',
      drainSeconds: 0,
      logLevel: 'debug',
      retryMaxAttempts: 1,
      retryMaxDelayMs: 0,
      timeouts: { connectMs: 1, firstByteMs: 2, firstTokenMs: 3, idleMs: 4, totalMs: 3_600_000 },
      streamHeartbeatSeconds: 0,
    });
  });

  it('takes an empty value for none, and an empty list for an empty list', () => {
    const settings = readSettings({ PORT: '', LLMOPS_ADMIN_TOKEN: ' ', LLMOPS_UPSTREAM_ALLOW: '' });
    expect(settings).toMatchObject({ port: 3000, adminToken: null, upstreamAllow: [] });
  });

  it('reaches no private network by default with a database of its own', () => {
    expect(readSettings({ DATABASE_URL, LLMOPS_ENCRYPTION_KEY: KEY }).upstreamAllow).toEqual([]);
  });

  it('makes one worker per core with auto', () => {
    expect(readSettings({ LLMOPS_WORKERS: 'auto' }).workers).toBe(availableParallelism());
  });

  it('leaves other programs’ variables alone', () => {
    const others = {
      OPENAI_API_KEY: 'k',
      PATH: '/bin',
      LLM_MODEL: 'x',
      LLMOPSX: 'x',
      LLMOPS: 'http://127.0.0.1:3000',
      WORKERS: '1',
      OPS_WORKERS: '1',
    };
    expect(readSettings(others)).toEqual(readSettings({}));
  });

  it('is frozen', () => {
    expect(Object.isFrozen(readSettings({}))).toBe(true);
  });

  it.each([
    DATABASE_URL,
    'postgresql://u@h/d?sslmode=require',
    'postgres://u@/d?host=/run/postgresql',
    'postgres:///d?host=/run/postgresql',
  ])('accepts DATABASE_URL=%s', (url) => {
    expect(readSettings({ DATABASE_URL: url, LLMOPS_ENCRYPTION_KEY: KEY }).databaseUrl).toBe(url);
  });
});

describe('bad values', () => {
  it.each([
    ['LLMOPS_RETRY_MAX_ATTEMPTS', '0', '1 to 10'],
    ['LLMOPS_RETRY_MAX_DELAY_MS', '1m', '0 to 60000'],
    ['LLMOPS_TIMEOUT_TOTAL_MS', '0', '1 to 3600000'],
    ['LLMOPS_STREAM_HEARTBEAT_SECONDS', '-1', '0 to 3600'],
    ['HOST', 'http://localhost', 'host name'],
    ['HOST', 'localhost:3000', 'PORT'],
    ['HOST', '256.0.0.1', 'address'],
    ['HOST', '[::1]', 'address'],
    ['HOST', 'two hosts', 'address'],
    ['PORT', 'http', '65535'],
    ['PORT', '-1', '65535'],
    ['PORT', '65536', '65535'],
    ['PORT', '80.5', '65535'],
    ['DATABASE_URL', 'mysql://root@localhost/db', 'PostgreSQL URL'],
    ['DATABASE_URL', 'localhost:5432', 'PostgreSQL URL'],
    ['DATABASE_URL', 'postgres://user:pa#ss@host:port/db', 'PostgreSQL URL'],
    ['DATABASE_URL', 'postgres://user@host:5432', 'names no database'],
    ['LLMOPS_DATA_DIR', 'a\0b', 'path'],
    ['DATABASE_URL', 'postgres://user:100%@host/db', '%25'],
    ['DATABASE_URL', 'postgres://user:p%zzw@host/db', '%25'],
    ['DATABASE_URL', 'postgres://user:p%ffw@host/db', '%25'],
    ['DATABASE_URL', 'postgres://us%er@host/db', '%25'],
    ['DATABASE_URL', 'postgres://user@host/db?sslmode=on', 'verify-full'],
    ['LLMOPS_ADMIN_TOKEN', 'x'.repeat(31), 'openssl rand -hex 32'],
    ['LLMOPS_ADMIN_TOKEN', 'two words and more', 'spaces'],
    ['LLMOPS_ENVIRONMENT_SECRET', 'x'.repeat(31), 'at least 32'],
    ['LLMOPS_DRAIN_SECONDS', '-1', '86400'],
    ['LLMOPS_DRAIN_SECONDS', '10s', '86400'],
    ['LLMOPS_LOG_LEVEL', 'loud', 'debug'],
    ['LLMOPS_LOG_LEVEL', 'INFO', 'info'],
    ['LLMOPS_WORKER', '2', 'Did you mean LLMOPS_WORKERS?'],
    ['LLMOPS_WORKERS_', '', 'Did you mean LLMOPS_WORKERS?'],
    ['LLMOPS_LOG_RETENTION', '2', 'Did you mean LLMOPS_LOG_RETENTION_DAYS?'],
    ['LLMOP_DATA_DIR', '/data', 'Did you mean LLMOPS_DATA_DIR?'],
    ['llmops_data_dir', '/data', 'Did you mean LLMOPS_DATA_DIR?'],
    ['LLMOPS_SECRET', 'x'.repeat(40), 'Did you mean LLMOPS_ENVIRONMENT_SECRET?'],
    ['LLMOPS_COFFEE', 'black', 'docs/settings.md'],
    ['LLMOPS_ENVIRONMENT_SECRET', 'geheimes-schlüsselchen', 'ASCII'],
    ['LLMOPS_ENCRYPTION_KEY', 'not base64!', 'openssl rand -base64 32'],
    ['LLMOPS_ENCRYPTION_KEY', Buffer.alloc(16).toString('base64'), '16 bytes, not 32'],
    ['LLMOPS_ENCRYPTION_KEY', 'a'.repeat(64), '48 bytes, not 32'],
    ['LLMOPS_ENCRYPTION_KEY', `${KEY},${KEY}`, 'twice'],
    ['LLMOPS_ENCRYPTION_KEY', ',', 'no key'],
    ['LLMOPS_ENCRYPTION_KEY', `${KEY},oops`, 'Key 2'],
    ['LLMOPS_WORKERS', '0', '1 to 256'],
    ['LLMOPS_WORKERS', '257', '1 to 256'],
    ['LLMOPS_WORKERS', 'many', 'auto'],
    ['LLMOPS_UPSTREAM_ALLOW', '10.0.0.0/33', 'prefix length'],
    ['LLMOPS_UPSTREAM_ALLOW', '10.0.0/8', 'prefix length'],
    ['LLMOPS_UPSTREAM_ALLOW', 'fd00::/129', 'prefix length'],
    ['LLMOPS_UPSTREAM_ALLOW', 'localhost', 'prefix length'],
    ['LLMOPS_UPSTREAM_ALLOW', '127.0.0.0/8 ::1/128', 'prefix length'],
    ['LLMOPS_BODY_LIMIT', '10 megabytes', '10mb'],
    ['LLMOPS_BODY_LIMIT', '0', '1kb to 1gb'],
    ['LLMOPS_BODY_LIMIT', '2gb', '1kb to 1gb'],
    ['LLMOPS_UPLOAD_LIMIT', '-1mb', '10mb'],
    ['LLMOPS_LOG_JOURNAL_MAX_BYTES', '10', '1mb to 1024gb'],
    ['LLMOPS_LOG_FSYNC', 'yes', '"on" nor "off"'],
    ['LLMOPS_CLICKHOUSE_URL', 'clickhouse:8123', 'HTTP interface'],
    ['OTEL_EXPORTER_OTLP_ENDPOINT', 'collector:4317', 'http://collector:4318'],
    ['OTEL_EXPORTER_OTLP_PROTOCOL', 'grpc', 'http/protobuf'],
    ['LLMOPS_CLICKHOUSE_URL', 'tcp://clickhouse:9000', 'HTTP interface'],
    ['LLMOPS_TRACE_URL', 'https://traces.example', '{traceId}'],
    ['LLMOPS_TRACE_URL', 'javascript:alert({traceId})', '{traceId}'],
    ['LLMOPS_TRACE_URL', 'https://{traceId}:x', '{traceId}'],
    ['LLMOPS_LOG_CONTENT', 'true', '"on" nor "off"'],
    ['LLMOPS_LOG_RETENTION_DAYS', '0', '1 to'],
    ['LLMOPS_LOG_RETENTION_DAYS', 'forever', '1 to'],
    ['LLMOPS_LOG_CONTENT_RETENTION_DAYS', '0', '1 to'],
    ['LLMOPS_LOG_CONTENT_RETENTION_DAYS', '91', 'Give 90 or less'],
    ['LLMOPS_CORS_ORIGINS', 'https://app.example/', 'Write https://app.example,'],
    ['LLMOPS_CORS_ORIGINS', '*', 'origin'],
    ['LLMOPS_SNAPSHOT_MAX_AGE_SECONDS', '0', '1'],
    ['LLMOPS_SNAPSHOT_MAX_AGE_SECONDS', '1m', 'whole number'],
    ['LLMOPS_KEEP_ALIVE_SECONDS', '0', '1 to'],
    ['LLMOPS_MAX_CONNECTIONS', 'many', 'whole number'],
    ['LLMOPS_MAX_CALLS_PER_ENVIRONMENT', '0', 'whole number'],
    ['HTTPS_PROXY', 'socks5://proxy.example', 'HTTP proxy'],
    ['http_proxy', 'http://', 'HTTP proxy'],
    ['LLMOPS_CORS_ORIGINS', 'app.example', 'origin'],
  ])('%s=%j is refused by name, saying what would be right', (name, value, hint) => {
    const key = name === 'DATABASE_URL' ? { LLMOPS_ENCRYPTION_KEY: KEY } : {};
    const problems = problemsOf({ ...key, [name]: value });
    expect(problems.map((problem) => problem.name)).toEqual([name]);
    expect(problems[0]?.detail).toContain(hint);
  });

  it('refuses a database without the key that its replicas must share', () => {
    const [problem] = problemsOf({ DATABASE_URL });
    expect(problem).toMatchObject({ name: 'LLMOPS_ENCRYPTION_KEY', detail: expect.stringContaining('openssl') });
  });

  it('refuses one secret for administrators and callers', () => {
    const [problem] = problemsOf({ LLMOPS_ADMIN_TOKEN: ADMIN_TOKEN, LLMOPS_ENVIRONMENT_SECRET: ADMIN_TOKEN });
    expect(problem?.name).toBe('LLMOPS_ENVIRONMENT_SECRET');
  });

  it('names all of them at once', () => {
    const problems = problemsOf({ PORT: 'x', LLMOPS_WORKERS: 'y', LLMOPS_LOG_FSYNC: 'z' });
    expect(problems.map((problem) => problem.name)).toEqual(['PORT', 'LLMOPS_WORKERS', 'LLMOPS_LOG_FSYNC']);
  });

  it('quotes no secret', () => {
    const canary = 'canary';
    const problems = problemsOf({
      DATABASE_URL: `mysql://user:${canary}@host/db`,
      LLMOPS_ADMIN_TOKEN: `${canary} ü`,
      LLMOPS_ENVIRONMENT_SECRET: canary,
      LLMOPS_ENCRYPTION_KEY: canary,
    });
    expect(problems).toHaveLength(4);
    expect(JSON.stringify(problems)).not.toContain(canary);
  });

  it.each([
    [{}, false],
    [{ OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'https://collector.example/v1/traces' }, true],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318', OTEL_SDK_DISABLED: 'true' }, false],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318', OTEL_TRACES_EXPORTER: 'none' }, false],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318', OTEL_TRACES_EXPORTER: 'otlp' }, true],
    [{ OTEL_SERVICE_NAME: 'gateway' }, false],
  ])('exports traces where OpenTelemetry’s variables say so: %j', (variables, exportsTraces) => {
    expect(readSettings(variables)).toMatchObject({ exportsTraces });
  });
});
