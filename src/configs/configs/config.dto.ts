import { EtagProperty, etagOf } from '../../core/http/etag.js';
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
  @EtagProperty()
  etag: string;

  id: string;
  name: string;
  /** What callers send as `x-llmops-config` or `@config/<slug>`. */
  slug: string;
  createdAt: string;
  updatedAt: string;
}

export function toConfigView(config: Config): ConfigView {
  const { id, name, slug } = config;
  const times = { createdAt: config.createdAt.toISOString(), updatedAt: config.updatedAt.toISOString() };
  return { etag: etagOf(config), id, name, slug, ...times };
}
