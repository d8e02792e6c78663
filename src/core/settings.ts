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
  readonly logContent: boolean;
  readonly logRetentionDays: number;
  readonly corsOrigins: readonly string[];
}

/** Settings with everything that a start finds or makes: what the running house is given. */
export interface RuntimeSettings extends Settings {
  readonly databaseUrl: string;
  readonly adminToken: string;
}
