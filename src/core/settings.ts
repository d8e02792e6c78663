import type { LogLevel } from './logger.js';

export const SETTINGS = Symbol('SETTINGS');

/** The environment variables of docs/settings.md, validated and frozen. Null: not given, and found or made at the start. */
export interface Settings {
  readonly host: string;
  readonly port: number;
  readonly databaseUrl: string | null;
  /** Absolute. */
  readonly dataDir: string;
  readonly adminToken: string | null;
  /** 32 bytes each; the first seals, all open. Empty: generated beside the embedded database. */
  readonly encryptionKeys: readonly Buffer[];
  readonly environmentSecret: string | null;
  readonly workers: number;
  /** CIDR ranges. */
  readonly upstreamAllow: readonly string[];
  readonly bodyLimitBytes: number;
  readonly uploadLimitBytes: number;
  readonly journalMaxBytes: number;
  readonly logFsync: boolean;
  /** Where the log goes beside the database; null for nowhere. With user and password where they are wanted. */
  readonly clickhouseUrl: string | null;
  readonly logContent: boolean;
  readonly logRetentionDays: number;
  /** Of prompts and answers; not more than that of the records they belong to. */
  readonly logContentRetentionDays: number;
  /** Spans go to a collector, as OpenTelemetry's own variables say: the SDK reads them. */
  readonly exportsTraces: boolean;
  /** Where people look at a trace, with `{traceId}` in its place; null for nowhere. */
  readonly traceUrl: string | null;
  readonly corsOrigins: readonly string[];
  /** Null: a snapshot is served from memory however old it is. */
  readonly snapshotMaxAgeSeconds: number | null;
  /** How long open calls may last after SIGTERM. */
  readonly drainSeconds: number;
  readonly logLevel: LogLevel;
  /** Calls to one target at most, where its version does not say. */
  readonly retryMaxAttempts: number;
  readonly retryMaxDelayMs: number;
  /** Where a target's version does not say; `totalMs` also bounds the whole call. */
  readonly timeouts: TimeoutSettings;
  /** 0: none. */
  readonly streamHeartbeatSeconds: number;
  /** Idle client connections. */
  readonly keepAliveSeconds: number;
  /** Of one process. */
  readonly maxConnections: number;
  /** Calls under way at once, where an environment does not say. */
  readonly maxCallsPerEnvironment: number;
  /** URLs, with user and password where the proxy wants them. */
  readonly httpsProxy: string | null;
  readonly httpProxy: string | null;
  readonly noProxy: string;
}

/** What a provider or a version may say; an absent member follows the level above. */
export interface RetrySettings {
  /** Upstream calls to one target at most. */
  readonly maxAttempts?: number;
  readonly maxDelayMs?: number;
}

/** Milliseconds. */
export interface TimeoutSettings {
  readonly connectMs: number;
  readonly firstByteMs: number;
  readonly firstTokenMs: number;
  readonly idleMs: number;
  readonly totalMs: number;
}

/** Settings with everything that a start finds or makes: what the running gateway is given. */
export interface RuntimeSettings extends Settings {
  readonly databaseUrl: string;
  readonly adminToken: string;
}

/** What holds for a call where neither its provider nor its version says otherwise. */
export type PolicyDefaults = Pick<RuntimeSettings, 'timeouts' | 'retryMaxAttempts' | 'retryMaxDelayMs'>;
