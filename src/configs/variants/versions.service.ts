import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { EntityManager, Repository } from 'typeorm';
import { configTransaction } from '../../core/config-transaction.js';
import { existing, refuse, type FieldError } from '../../core/http/admin-errors.js';
import type { Precondition } from '../../core/http/etag.js';
import { loadPage, type Page, type PageQuery } from '../../core/http/page.js';
import { accountExists } from '../../providers/accounts/account-rows.js';
import type { AccountUses } from '../../providers/accounts/account-uses.js';
import type { ParameterMode } from '../snapshot/config-snapshot.js';
import { loadScopesWith, recordChange } from '../history/record-change.js';
import { checkVariant } from './check-variant.js';
import { checkVersion } from './check-version.js';
import { VariantVersion } from './variant-version.entity.js';
import type { CreateVersionBody } from './variant.dto.js';
import { Variant } from './variant.entity.js';

/** Versions are only ever added. */
@Injectable()
export class VersionsService implements AccountUses {
  constructor(@InjectRepository(VariantVersion) private readonly versions: Repository<VariantVersion>) {}

  async list(variantId: string, page: PageQuery): Promise<Page<VariantVersion>> {
    existing(await this.versions.manager.findOneBy(Variant, { id: variantId }), 'variant');
    const query = this.versions.createQueryBuilder('version').where('version.variantId = :variantId', { variantId });
    return loadPage(query, [{ column: 'version.version', direction: 'DESC', valueOf: (row) => row.version }], page);
  }

  async get(variantId: string, version: number | 'latest'): Promise<VariantVersion> {
    const row =
      version === 'latest' ? await this.findLatest(variantId) : await this.versions.findOneBy({ variantId, version });
    return existing(row, 'version');
  }

  findLatest(variantId: string): Promise<VariantVersion | null> {
    return this.versions.findOne({ where: { variantId }, order: { version: 'DESC' } });
  }

  async create(variantId: string, body: CreateVersionBody, precondition: Precondition): Promise<VariantVersion> {
    const version = await configTransaction(this.versions.manager, async (manager) => {
      const variant = existing(await manager.findOneBy(Variant, { id: variantId }), 'variant');
      await checkVariant(manager, variant, precondition);
      const version = await this.nextNumber(manager, variantId);
      const scopes = await loadScopesWith(manager, variantId);
      await recordChange(manager, { scopes, action: 'version.created', variantId, version }, async () => {
        await this.insert(manager, variantId, body, '');
      });
      return version;
    });
    return this.get(variantId, version);
  }

  /**
   * Adds the next version; only within a config transaction, which keeps the number free until it is taken.
   *
   * @param pointer where the version stands in the request
   * @throws UnprocessableEntityException
   */
  async insert(manager: EntityManager, variantId: string, body: CreateVersionBody, pointer: string): Promise<void> {
    const wrong = [...checkVersion(body), ...(await checkProvider(manager, body.providerId))];
    refuse(wrong.map((error) => ({ ...error, pointer: pointer + error.pointer })));
    await manager.insert(VariantVersion, {
      id: randomUUID(),
      variantId,
      version: await this.nextNumber(manager, variantId),
      providerId: body.providerId,
      model: body.model,
      parameters: body.parameters ?? {},
      // `checkVersion` has seen that these are modes.
      parameterModes: (body.parameterModes ?? {}) as Record<string, ParameterMode>,
      systemPrompt: body.systemPrompt ?? null,
      timeouts: body.timeouts ?? {},
      retry: body.retry ?? {},
    });
  }

  private async nextNumber(manager: EntityManager, variantId: string): Promise<number> {
    return ((await manager.maximum(VariantVersion, 'version', { variantId })) ?? 0) + 1;
  }

  async usesOfAccount(manager: EntityManager, accountId: string): Promise<readonly string[]> {
    const rows = await manager.query<{ version: number; id: string; name: string }[]>(
      `SELECT used.version, variant.id, variant.name FROM variant_versions used
       JOIN variants variant ON variant.id = used.variant_id
       WHERE used.provider_id = $1 ORDER BY variant.name, used.version`,
      [accountId],
    );
    return rows.map(({ version, id, name }) => `version ${version} of variant "${name}" (${id}) calls it`);
  }
}

async function checkProvider(manager: EntityManager, providerId: string): Promise<FieldError[]> {
  return (await accountExists(manager, providerId))
    ? []
    : [{ pointer: '/providerId', detail: 'there is no such provider' }];
}
