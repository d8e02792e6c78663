import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { EntityManager, Repository } from 'typeorm';
import { configTransaction } from '../../core/config-transaction.js';
import { existing, refuseWhileUsed } from '../../core/http/admin-errors.js';
import type { Precondition } from '../../core/http/etag.js';
import { loadPage, type Page, type PageQuery } from '../../core/http/page.js';
import type { TargetRole } from '../targeting/rule-target.dto.js';
import { ALL_TARGETS } from '../targeting/rule-targets.query.js';
import { loadLatestNumbers } from './latest-numbers.js';
import { VariantVersion } from './variant-version.entity.js';
import {
  toVariantDetailView,
  toVariantView,
  type CreateVariantBody,
  type UpdateVariantBody,
  type VariantDetailView,
  type VariantView,
} from './variant.dto.js';
import { Variant } from './variant.entity.js';
import { checkVariant } from './check-variant.js';
import { VersionsService } from './versions.service.js';

@Injectable()
export class VariantsService {
  constructor(
    @InjectRepository(Variant) private readonly variants: Repository<Variant>,
    private readonly versions: VersionsService,
  ) {}

  async list(page: PageQuery): Promise<Page<VariantView>> {
    const query = this.variants.createQueryBuilder('variant');
    const { items, nextCursor } = await loadPage(
      query,
      [{ column: 'variant.name', direction: 'ASC', valueOf: (row) => row.name }],
      page,
    );
    const latest = await loadLatestNumbers(
      this.variants.manager,
      items.map((variant) => variant.id),
    );
    return { items: items.map((variant) => toVariantView(variant, latest.get(variant.id) ?? null)), nextCursor };
  }

  async get(id: string): Promise<VariantDetailView> {
    const variant = existing(await this.variants.findOneBy({ id }), 'variant');
    return toVariantDetailView(variant, await this.versions.findLatest(id));
  }

  async create({ name, version }: CreateVariantBody): Promise<VariantDetailView> {
    const id = randomUUID();
    await configTransaction(this.variants.manager, async (manager) => {
      await manager.insert(Variant, { id, name });
      if (version) await this.versions.insert(manager, id, version, '/version');
    });
    return this.get(id);
  }

  async update(id: string, body: UpdateVariantBody, precondition: Precondition): Promise<VariantDetailView> {
    await configTransaction(this.variants.manager, async (manager) => {
      const variant = existing(await manager.findOneBy(Variant, { id }), 'variant');
      await checkVariant(manager, variant, precondition);
      await manager.save(manager.merge(Variant, variant, body));
    });
    return this.get(id);
  }

  /** Its versions go with it; log rows stay. @throws ConflictException while a rule names it */
  async delete(id: string, precondition: Precondition): Promise<void> {
    await configTransaction(this.variants.manager, async (manager) => {
      const variant = existing(await manager.findOneBy(Variant, { id }), 'variant');
      await checkVariant(manager, variant, precondition);
      refuseWhileUsed('variant', await rulesWith(manager, id));
      await manager.delete(VariantVersion, { variantId: id });
      await manager.delete(Variant, { id });
    });
  }
}

const ROLE_WORDS: Readonly<Record<TargetRole, string>> = {
  arm: 'an arm',
  shadow: 'a shadow',
  fallback: 'a fallback',
};

async function rulesWith(manager: EntityManager, variantId: string): Promise<string[]> {
  const rows = await manager.query<{ id: string; slug: string; role: TargetRole }[]>(
    `SELECT DISTINCT config.slug, rule.id, target.role
     FROM (${ALL_TARGETS}) AS target
     JOIN targeting_rules rule ON rule.id = target.rule_id
     JOIN configs config ON config.id = rule.config_id
     WHERE target.variant_id = $1
     ORDER BY config.slug, rule.id, target.role`,
    [variantId],
  );
  return rows.map(({ id, slug, role }) => `rule ${id} of config "${slug}" has it as ${ROLE_WORDS[role]}`);
}
