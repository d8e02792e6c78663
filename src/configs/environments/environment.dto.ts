import { ApiProperty } from '@nestjs/swagger';
import { Flag, Id, Name, Slug, Whole } from '../../core/http/fields.js';
import type { EnvironmentSecret } from './environment-secret.entity.js';
import type { Environment } from './environment.entity.js';

const LOG_CONTENT = 'Store prompts and answers with the log; null follows LLMOPS_LOG_CONTENT';
const DEFAULT_CONFIG = 'The config that serves callers who name none';
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
}

export class RotateSecretBody {
  @Whole(0, MAX_GRACE_SECONDS, { description: 'Seconds for which the secrets of before still work', example: 3600 })
  graceSeconds: number;
}

export class SecretView {
  id: string;
  /** The last four characters of the secret. */
  hint: string;
  createdAt: string;
  /** When it stops working; null for no end. */
  expiresAt: string | null;
}

export class NewSecretView {
  id: string;
  /** Shown this once; only its hash is kept. */
  secret: string;
  hint: string;
}

export class EnvironmentView {
  id: string;
  name: string;
  slug: string;
  isProduction: boolean;
  defaultConfigId: string | null;
  /** Null follows LLMOPS_LOG_CONTENT. */
  logContent: boolean | null;

  @ApiProperty({ type: [SecretView] })
  secrets: SecretView[];

  createdAt: string;
  updatedAt: string;
}

export function toEnvironmentView(environment: Environment): EnvironmentView {
  const { id, name, slug, isProduction, defaultConfigId, logContent } = environment;
  const secrets = environment.secrets
    .toSorted((a, b) => a.createdAt.getTime() - b.createdAt.getTime())
    .map((secret) => toSecretView(secret));
  const createdAt = environment.createdAt.toISOString();
  return {
    id,
    name,
    slug,
    isProduction,
    defaultConfigId,
    logContent,
    secrets,
    createdAt,
    updatedAt: environment.updatedAt.toISOString(),
  };
}

function toSecretView({ id, hint, createdAt, expiresAt }: EnvironmentSecret): SecretView {
  return { id, hint, createdAt: createdAt.toISOString(), expiresAt: expiresAt?.toISOString() ?? null };
}
