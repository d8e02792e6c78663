import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { IsNull, LessThanOrEqual, MoreThan, type EntityManager, type Repository } from 'typeorm';
import { CLOCK, type Clock } from '../../core/clock.js';
import { configTransaction } from '../../core/config-transaction.js';
import { existing, MissingError } from '../../core/http/admin-errors.js';
import { EnvironmentSecret } from './environment-secret.entity.js';
import type { NewSecretView } from './environment.dto.js';
import { Environment } from './environment.entity.js';
import { hashSecretToken, hintOf, newSecretToken } from './secret-token.js';

@Injectable()
export class EnvironmentSecretsService {
  constructor(
    @InjectRepository(EnvironmentSecret) private readonly secrets: Repository<EnvironmentSecret>,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  create(environmentId: string): Promise<NewSecretView> {
    return configTransaction(this.secrets.manager, (manager) => this.insert(manager, environmentId));
  }

  /**
   * Adds a secret and lets the others end.
   * @param graceSeconds for how long the others still work; one that ends sooner keeps its end
   */
  rotate(environmentId: string, graceSeconds: number): Promise<NewSecretView> {
    return configTransaction(this.secrets.manager, async (manager) => {
      const now = this.clock.now();
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
      return this.insert(manager, environmentId);
    });
  }

  /** Ends it at once. */
  async delete(environmentId: string, id: string): Promise<void> {
    await configTransaction(this.secrets.manager, async (manager) => {
      const { affected } = await manager.delete(EnvironmentSecret, { id, environmentId });
      if (affected === 0) throw new MissingError('secret');
    });
  }

  private async insert(manager: EntityManager, environmentId: string): Promise<NewSecretView> {
    existing(await manager.findOneBy(Environment, { id: environmentId }), 'environment');
    const secret = newSecretToken();
    const row = {
      id: randomUUID(),
      environmentId,
      hash: hashSecretToken(secret),
      hint: hintOf(secret),
      expiresAt: null,
    };
    await manager.insert(EnvironmentSecret, row);
    return { id: row.id, secret, hint: row.hint };
  }
}
