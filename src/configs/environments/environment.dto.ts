import { EtagProperty, etagOf } from '../../core/http/etag.js';
import { ApiProperty } from '@nestjs/swagger';
import { Flag, Id, Moment, Name, Slug, Text, Whole } from '../../core/http/fields.js';
import { ContentRedaction, ContentRedactionField } from './content-redaction.js';
import { DirectAccessField, toDirectAccess, type DirectAccess } from './direct-access.js';
import type { EnvironmentSecret } from './environment-secret.entity.js';
import type { Environment } from './environment.entity.js';

const LOG_CONTENT = 'Store prompts and answers with the log; null follows LLMOPS_LOG_CONTENT';
const DEFAULT_CONFIG = 'The config that serves callers who name none';
const MAX_CALLS = 1_000_000;
const CALLS = 'Calls under way at once in one process, before 429; null follows LLMOPS_MAX_CALLS_PER_ENVIRONMENT';
const MAX_GRACE_SECONDS = 90 * 24 * 3600;

export class CreateEnvironmentBody {
  @Name({ example: 'Quality assurance' })
  name: string;

  @Slug({ optional: true, description: 'Made from the name when absent', example: 'qa' })
  slug?: string;

  @Flag({ optional: true, default: false })
  isProduction?: boolean;

  @Id({ optional: true, nullable: true, description: DEFAULT_CONFIG, example: null })
  defaultConfigId?: string | null;

  @Flag({ optional: true, nullable: true, description: LOG_CONTENT, example: null })
  logContent?: boolean | null;

  @ContentRedactionField({ optional: true, nullable: true, example: null })
  contentRedaction?: ContentRedaction | null;

  @DirectAccessField({ optional: true, default: 'on', example: 'on' })
  directAccess?: DirectAccess;

  @Whole(1, MAX_CALLS, { optional: true, nullable: true, description: CALLS, example: null })
  maxConcurrentCalls?: number | null;
}

/** As much as is kept of a body. */
const MAX_TRIED = 256 * 1024;

export class TryRedactionBody {
  @ContentRedactionField({ nullable: true, example: { patterns: ['[0-9]{12,19}'] } })
  contentRedaction: ContentRedaction | null;

  @Text(MAX_TRIED, {
    description: 'A request or a reply, as it is sent',
    example: '{"messages":[{"role":"user","content":"My card is 4111111111111111"}]}',
  })
  text: string;
}

export class TriedRedactionView {
  /** What would be in the log. */
  kept: string;
}

export class UpdateEnvironmentBody {
  @Name({ optional: true, example: 'Quality assurance' })
  name?: string;

  @Slug({ optional: true, example: 'qa' })
  slug?: string;

  @Flag({ optional: true })
  isProduction?: boolean;

  @Id({ optional: true, nullable: true, description: DEFAULT_CONFIG, example: null })
  defaultConfigId?: string | null;

  @Flag({ optional: true, nullable: true, description: LOG_CONTENT, example: null })
  logContent?: boolean | null;

  @ContentRedactionField({ optional: true, nullable: true, example: null })
  contentRedaction?: ContentRedaction | null;

  @DirectAccessField({ optional: true, example: 'on' })
  directAccess?: DirectAccess;

  @Whole(1, MAX_CALLS, { optional: true, nullable: true, description: CALLS, example: null })
  maxConcurrentCalls?: number | null;
}

const SECRET_NAME = 'Who uses it; stands in the log beside each of its calls';

export class CreateSecretBody {
  @Name({ optional: true, nullable: true, description: SECRET_NAME, example: 'Billing service' })
  name?: string | null;

  @Moment({ optional: true, nullable: true, description: 'When it stops working; null for no end', example: null })
  expiresAt?: string | null;
}

export class RotateSecretBody {
  @Whole(0, MAX_GRACE_SECONDS, { description: 'Seconds for which the secrets of before still work', example: 3600 })
  graceSeconds: number;

  @Name({
    optional: true,
    nullable: true,
    description: `Of the new secret. ${SECRET_NAME}`,
    example: 'Billing service',
  })
  name?: string | null;
}

export class SecretView {
  id: string;
  name: string | null;
  /** The last four characters of the secret. */
  hint: string;
  createdAt: string;
  /** When it stops working; null for no end. */
  expiresAt: string | null;
  /** Some seconds late; null before the first use. */
  lastUsedAt: string | null;
}

export class NewSecretView {
  id: string;
  name: string | null;
  /** Shown this once; only its hash is kept. */
  secret: string;
  hint: string;
  expiresAt: string | null;
}

export class EnvironmentView {
  @EtagProperty()
  etag: string;

  id: string;
  name: string;
  slug: string;
  isProduction: boolean;
  defaultConfigId: string | null;
  /** Null follows LLMOPS_LOG_CONTENT. */
  logContent: boolean | null;

  @ContentRedactionField({ nullable: true })
  contentRedaction: ContentRedaction | null;

  @DirectAccessField()
  directAccess: DirectAccess;

  /** Calls under way at once in one process; null follows LLMOPS_MAX_CALLS_PER_ENVIRONMENT. */
  maxConcurrentCalls: number | null;

  @ApiProperty({ type: [SecretView] })
  secrets: SecretView[];

  createdAt: string;
  updatedAt: string;
}

/** Secrets have no part in it: they come, end and are used by themselves. */
export function environmentEtag(environment: Environment): string {
  const { id, name, slug, isProduction, defaultConfigId, logContent, directAccess, maxConcurrentCalls } = environment;
  const { contentRedaction, updatedAt } = environment;
  return etagOf([
    id,
    name,
    slug,
    isProduction,
    defaultConfigId,
    logContent,
    contentRedaction,
    directAccess,
    maxConcurrentCalls,
    updatedAt,
  ]);
}

export function toEnvironmentView(environment: Environment): EnvironmentView {
  const { id, name, slug, isProduction, defaultConfigId, logContent, maxConcurrentCalls } = environment;
  const secrets = environment.secrets
    .toSorted((a, b) => a.createdAt.getTime() - b.createdAt.getTime())
    .map((secret) => toSecretView(secret));
  const createdAt = environment.createdAt.toISOString();
  return {
    etag: environmentEtag(environment),
    id,
    name,
    slug,
    isProduction,
    defaultConfigId,
    logContent,
    contentRedaction: environment.contentRedaction,
    directAccess: toDirectAccess(environment.directAccess),
    maxConcurrentCalls,
    secrets,
    createdAt,
    updatedAt: environment.updatedAt.toISOString(),
  };
}

export function toSecretView({ id, name, hint, createdAt, expiresAt, use }: EnvironmentSecret): SecretView {
  return {
    id,
    name,
    hint,
    createdAt: createdAt.toISOString(),
    expiresAt: expiresAt?.toISOString() ?? null,
    lastUsedAt: use?.lastUsedAt.toISOString() ?? null,
  };
}
