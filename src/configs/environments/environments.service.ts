import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { EntityManager, Repository } from 'typeorm';
import { configTransaction } from '../../core/config-transaction.js';
import { existing, refuse, refuseWhileUsed } from '../../core/http/admin-errors.js';
import type { Precondition } from '../../core/http/etag.js';
import { loadPage, type Page, type PageQuery } from '../../core/http/page.js';
import { freeSlug, toSlug, takenSlugs } from '../../core/slug.js';
import { Config } from '../configs/config.entity.js';
import { environmentEtag, type CreateEnvironmentBody, type UpdateEnvironmentBody } from './environment.dto.js';
import { toAllowedProviders } from './direct-access.js';
import { Environment } from './environment.entity.js';

@Injectable()
export class EnvironmentsService {
  constructor(@InjectRepository(Environment) private readonly environments: Repository<Environment>) {}

  list(page: PageQuery): Promise<Page<Environment>> {
    const query = this.environments
      .createQueryBuilder('environment')
      .leftJoinAndSelect('environment.secrets', 'secret')
      .leftJoinAndSelect('secret.use', 'use');
    return loadPage(query, [{ column: 'environment.slug', direction: 'ASC', valueOf: (row) => row.slug }], page);
  }

  async get(id: string): Promise<Environment> {
    return existing(
      await this.environments.findOne({ where: { id }, relations: { secrets: { use: true } } }),
      'environment',
    );
  }

  async create(body: CreateEnvironmentBody): Promise<Environment> {
    const id = randomUUID();
    await configTransaction(this.environments.manager, async (manager) => {
      await refuseUnknownConfig(manager, body.defaultConfigId);
      const base = toSlug(body.name, 'environment');
      await manager.insert(Environment, {
        id,
        name: body.name,
        slug: body.slug ?? freeSlug(base, await takenSlugs(manager, Environment, base)),
        isProduction: body.isProduction ?? false,
        defaultConfigId: body.defaultConfigId ?? null,
        logContent: body.logContent ?? null,
        contentRedaction: body.contentRedaction ?? null,
        directAccess: await toAllowedProviders(manager, body.directAccess),
        maxConcurrentCalls: body.maxConcurrentCalls ?? null,
      });
    });
    return this.get(id);
  }

  async update(
    id: string,
    { directAccess, ...body }: UpdateEnvironmentBody,
    precondition: Precondition,
  ): Promise<Environment> {
    await configTransaction(this.environments.manager, async (manager) => {
      const environment = existing(await manager.findOneBy(Environment, { id }), 'environment');
      precondition.check(environmentEtag(environment), 'environment');
      await refuseUnknownConfig(manager, body.defaultConfigId);
      manager.merge(Environment, environment, body);
      if (directAccess !== undefined) environment.directAccess = await toAllowedProviders(manager, directAccess);
      await manager.save(environment);
    });
    return this.get(id);
  }

  /** Its secrets go with it; log rows stay. @throws ConflictException while rules exist for it */
  async delete(id: string, precondition: Precondition): Promise<void> {
    await configTransaction(this.environments.manager, async (manager) => {
      const environment = existing(await manager.findOneBy(Environment, { id }), 'environment');
      precondition.check(environmentEtag(environment), 'environment');
      refuseWhileUsed('environment', await rulesOf(manager, id));
      await manager.delete(Environment, { id });
    });
  }
}

async function refuseUnknownConfig(manager: EntityManager, configId: string | null | undefined): Promise<void> {
  if (configId === null || configId === undefined) return;
  const isKnown = await manager.existsBy(Config, { id: configId });
  refuse(isKnown ? [] : [{ pointer: '/defaultConfigId', detail: 'there is no such config' }]);
}

async function rulesOf(manager: EntityManager, environmentId: string): Promise<string[]> {
  const rows = await manager.query<{ id: string; slug: string }[]>(
    `SELECT rule.id, config.slug FROM targeting_rules rule JOIN configs config ON config.id = rule.config_id
     WHERE rule.environment_id = $1 ORDER BY config.slug, rule.id`,
    [environmentId],
  );
  return rows.map((rule) => `rule ${rule.id} of config "${rule.slug}" is for it`);
}
