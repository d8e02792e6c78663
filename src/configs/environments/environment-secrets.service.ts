import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { IsNull, LessThanOrEqual, MoreThan, type EntityManager, type Repository } from 'typeorm';
import { configTransaction } from '../../core/config-transaction.js';
import { existing, noSuch, refuse } from '../../core/http/admin-errors.js';
import { loadPage, type Page, type PageQuery } from '../../core/http/page.js';
import { EnvironmentSecret } from './environment-secret.entity.js';
import type { CreateSecretBody, NewSecretView, RotateSecretBody } from './environment.dto.js';
import { Environment } from './environment.entity.js';
import { hashSecretToken, hintOf, newSecretToken } from './secret-token.js';

@Injectable()
export class EnvironmentSecretsService {
  constructor(@InjectRepository(EnvironmentSecret) private readonly secrets: Repository<EnvironmentSecret>) {}

  async list(environmentId: string, page: PageQuery): Promise<Page<EnvironmentSecret>> {
    const isKnown = await this.secrets.manager.existsBy(Environment, { id: environmentId });
    if (!isKnown) throw noSuch('environment');
    const query = this.secrets
      .createQueryBuilder('secret')
      .leftJoinAndSelect('secret.use', 'use')
      .where('secret.environmentId = :environmentId', { environmentId });
    return loadPage(query, [{ column: 'secret.id', direction: 'ASC', valueOf: (row) => row.id }], page);
  }

  async create(environmentId: string, body: CreateSecretBody): Promise<NewSecretView> {
    const expiresAt = body.expiresAt === undefined || body.expiresAt === null ? null : new Date(body.expiresAt);
    const content = { name: body.name ?? null, expiresAt };
    return configTransaction(this.secrets.manager, async (manager) => {
      const isPast = expiresAt !== null && expiresAt <= (await databaseNow(manager));
      refuse(isPast ? [{ pointer: '/expiresAt', detail: 'expiresAt must be in the future' }] : []);
      return this.insert(manager, environmentId, content);
    });
  }

  /**
   * Adds a secret and lets the others end.
   * @param body `graceSeconds`: for how long the others still work; one that ends sooner keeps its end
   */
  rotate(environmentId: string, { graceSeconds, name = null }: RotateSecretBody): Promise<NewSecretView> {
    return configTransaction(this.secrets.manager, async (manager) => {
      const now = await databaseNow(manager);
      const end = new Date(now.getTime() + graceSeconds * 1000);
      await manager.delete(EnvironmentSecret, { environmentId, expiresAt: LessThanOrEqual(now) });
      await manager.update(
        EnvironmentSecret,
        [
          { environmentId, expiresAt: IsNull() },
          { environmentId, expiresAt: MoreThan(end) },
        ],
        { expiresAt: end },
      );
      return this.insert(manager, environmentId, { name, expiresAt: null });
    });
  }

  /** Ends it at once. */
  async delete(environmentId: string, id: string): Promise<void> {
    await configTransaction(this.secrets.manager, async (manager) => {
      const { affected } = await manager.delete(EnvironmentSecret, { id, environmentId });
      if (affected === 0) throw noSuch('secret');
    });
  }

  private async insert(
    manager: EntityManager,
    environmentId: string,
    content: Pick<EnvironmentSecret, 'name' | 'expiresAt'>,
  ): Promise<NewSecretView> {
    existing(await manager.findOneBy(Environment, { id: environmentId }), 'environment');
    const secret = newSecretToken();
    const row = {
      id: randomUUID(),
      environmentId,
      ...content,
      hash: hashSecretToken(secret),
      hint: hintOf(secret),
    };
    await manager.insert(EnvironmentSecret, row);
    return {
      id: row.id,
      name: row.name,
      secret,
      hint: row.hint,
      expiresAt: row.expiresAt?.toISOString() ?? null,
    };
  }
}

/** The database's clock, since those of the replicas may differ. */
async function databaseNow(manager: EntityManager): Promise<Date> {
  const [row] = await manager.query<[{ ms: string }]>(
    'SELECT (extract(epoch FROM clock_timestamp()) * 1000)::text AS ms',
  );
  return new Date(Number(row.ms));
}
