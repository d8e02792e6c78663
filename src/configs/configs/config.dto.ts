import { Name, Slug } from '../../core/http/fields.js';
import type { Config } from './config.entity.js';

export class CreateConfigBody {
  @Name({ example: 'Support answers' })
  name: string;

  @Slug({ optional: true, description: 'Made from the name when absent', example: 'support-answers' })
  slug?: string;
}

export class UpdateConfigBody {
  @Name({ optional: true, example: 'Support answers' })
  name?: string;

  @Slug({ optional: true, description: 'Callers name the config by it', example: 'support-answers' })
  slug?: string;
}

export class ConfigView {
  id: string;
  name: string;
  /** What callers send as `x-llmops-config` or `@config/<slug>`. */
  slug: string;
  createdAt: string;
  updatedAt: string;
}

export function toConfigView({ id, name, slug, createdAt, updatedAt }: Config): ConfigView {
  return { id, name, slug, createdAt: createdAt.toISOString(), updatedAt: updatedAt.toISOString() };
}
