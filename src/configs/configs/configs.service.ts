import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { EntityManager, Repository } from 'typeorm';
import { configTransaction } from '../../core/config-transaction.js';
import { existing, refuseWhileUsed } from '../../core/http/admin-errors.js';
import { etagOf, type Precondition } from '../../core/http/etag.js';
import { loadPage, type Page, type PageQuery } from '../../core/http/page.js';
import { freeSlug, toSlug, takenSlugs } from '../../core/slug.js';
import type { CreateConfigBody, UpdateConfigBody } from './config.dto.js';
import { Config } from './config.entity.js';

@Injectable()
export class ConfigsService {
  constructor(@InjectRepository(Config) private readonly configs: Repository<Config>) {}

  list(page: PageQuery): Promise<Page<Config>> {
    const query = this.configs.createQueryBuilder('config');
    return loadPage(query, [{ column: 'config.slug', direction: 'ASC', valueOf: (row) => row.slug }], page);
  }

  async get(id: string): Promise<Config> {
    return existing(await this.configs.findOneBy({ id }), 'config');
  }

  async create({ name, slug }: CreateConfigBody): Promise<Config> {
    const id = randomUUID();
    await configTransaction(this.configs.manager, async (manager) => {
      const base = toSlug(name, 'config');
      await manager.insert(Config, { id, name, slug: slug ?? freeSlug(base, await takenSlugs(manager, Config, base)) });
    });
    return this.get(id);
  }

  async update(id: string, body: UpdateConfigBody, precondition: Precondition): Promise<Config> {
    await configTransaction(this.configs.manager, async (manager) => {
      const config = existing(await manager.findOneBy(Config, { id }), 'config');
      precondition.check(etagOf(config), 'config');
      await manager.save(manager.merge(Config, config, body));
    });
    return this.get(id);
  }

  /** Its disabled rules go with it. @throws ConflictException while it has enabled rules or is some environment's default */
  async delete(id: string, precondition: Precondition): Promise<void> {
    await configTransaction(this.configs.manager, async (manager) => {
      const config = existing(await manager.findOneBy(Config, { id }), 'config');
      precondition.check(etagOf(config), 'config');
      refuseWhileUsed('config', await usersOf(manager, id));
      await manager.delete(Config, { id });
    });
  }
}

async function usersOf(manager: EntityManager, configId: string): Promise<string[]> {
  const environments = await manager.query<{ id: string; slug: string }[]>(
    'SELECT id, slug FROM environments WHERE default_config_id = $1 ORDER BY slug',
    [configId],
  );
  const rules = await manager.query<{ id: string; slug: string }[]>(
    `SELECT rule.id, environment.slug FROM targeting_rules rule
     JOIN environments environment ON environment.id = rule.environment_id
     WHERE rule.config_id = $1 AND rule.enabled ORDER BY environment.slug, rule.id`,
    [configId],
  );
  return [
    ...environments.map(({ id, slug }) => `it is the default config of environment "${slug}" (${id})`),
    ...rules.map(({ id, slug }) => `rule ${id} for environment "${slug}" is enabled`),
  ];
}
