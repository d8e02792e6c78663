import type { RuntimeSettings, TimeoutSettings } from '../core/settings.js';

export interface SettingInForce {
  readonly name: string;
  /** Null where it is not set, and where it is a secret. */
  readonly value: string | null;
  /** Set, and not to be shown. */
  readonly isSecret: boolean;
}

type Value = string | number | boolean | readonly string[] | null;

/** Name as in docs/settings.md → what holds. Secrets are not here: see below. */
function shownValues(settings: RuntimeSettings): Readonly<Record<string, Value>> {
  return {
    HOST: settings.host,
    PORT: settings.port,
    DATABASE_URL: withoutCredentials(settings.databaseUrl),
    LLMOPS_DATA_DIR: settings.dataDir,
    LLMOPS_WORKERS: settings.workers,
    LLMOPS_UPSTREAM_ALLOW: settings.upstreamAllow,
    LLMOPS_BODY_LIMIT: settings.bodyLimitBytes,
    LLMOPS_UPLOAD_LIMIT: settings.uploadLimitBytes,
    LLMOPS_LOG_JOURNAL_MAX_BYTES: settings.journalMaxBytes,
    LLMOPS_LOG_FSYNC: settings.logFsync,
    LLMOPS_CLICKHOUSE_URL: withoutCredentials(settings.clickhouseUrl),
    LLMOPS_LOG_CONTENT: settings.logContent,
    LLMOPS_LOG_CONTENT_RETENTION_DAYS: settings.logContentRetentionDays,
    LLMOPS_LOG_RETENTION_DAYS: settings.logRetentionDays,
    LLMOPS_TRACE_URL: settings.traceUrl,
    LLMOPS_CORS_ORIGINS: settings.corsOrigins,
    LLMOPS_KEEP_ALIVE_SECONDS: settings.keepAliveSeconds,
    LLMOPS_MAX_CONNECTIONS: settings.maxConnections,
    LLMOPS_MAX_CALLS_PER_ENVIRONMENT: settings.maxCallsPerEnvironment,
    HTTPS_PROXY: withoutCredentials(settings.httpsProxy),
    HTTP_PROXY: withoutCredentials(settings.httpProxy),
    NO_PROXY: settings.noProxy,
    LLMOPS_SNAPSHOT_MAX_AGE_SECONDS: settings.snapshotMaxAgeSeconds,
    LLMOPS_DRAIN_SECONDS: settings.drainSeconds,
    LLMOPS_LOG_LEVEL: settings.logLevel,
    LLMOPS_RETRY_MAX_ATTEMPTS: settings.retryMaxAttempts,
    LLMOPS_RETRY_MAX_DELAY_MS: settings.retryMaxDelayMs,
    ...timeoutValues(settings.timeouts),
    LLMOPS_STREAM_HEARTBEAT_SECONDS: settings.streamHeartbeatSeconds,
  };
}

function timeoutValues(timeouts: TimeoutSettings): Readonly<Record<string, Value>> {
  return {
    LLMOPS_TIMEOUT_CONNECT_MS: timeouts.connectMs,
    LLMOPS_TIMEOUT_FIRST_BYTE_MS: timeouts.firstByteMs,
    LLMOPS_TIMEOUT_FIRST_TOKEN_MS: timeouts.firstTokenMs,
    LLMOPS_TIMEOUT_IDLE_MS: timeouts.idleMs,
    LLMOPS_TIMEOUT_TOTAL_MS: timeouts.totalMs,
  };
}

/** Every setting as this process runs by it; of secrets only whether they are set. */
export function settingsInForce(settings: RuntimeSettings): SettingInForce[] {
  const secrets = {
    LLMOPS_ADMIN_TOKEN: settings.adminToken !== '',
    LLMOPS_ENCRYPTION_KEY: settings.encryptionKeys.length > 0,
    LLMOPS_ENVIRONMENT_SECRET: settings.environmentSecret !== null,
  };
  return [
    ...Object.entries(shownValues(settings)).map(([name, value]) => ({ name, value: toText(value), isSecret: false })),
    ...Object.entries(secrets).map(([name, isSet]) => ({ name, value: null, isSecret: isSet })),
  ];
}

function toText(value: Value): string | null {
  if (value === null) return null;
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  return typeof value === 'object' ? value.join(', ') : String(value);
}

/** Scheme, host and path: user, password and parameters may be secret. */
function withoutCredentials(address: string | null): string | null {
  if (address === null) return null;
  if (!URL.canParse(address)) return '(set)';
  const { protocol, host, pathname } = new URL(address);
  return `${protocol}//${host}${pathname}`;
}
