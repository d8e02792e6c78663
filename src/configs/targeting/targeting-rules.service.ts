import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { In, type EntityManager, type Repository } from 'typeorm';
import { configTransaction } from '../../core/config-transaction.js';
import { groupBy } from '../group-by.js';
import { existing, noSuch, refuse } from '../../core/http/admin-errors.js';
import { loadPage, type KeyColumn, type Page, type PageQuery } from '../../core/http/page.js';
import { Config } from '../configs/config.entity.js';
import { checkRule } from './check-rule.js';
import { RuleArm } from './rule-arm.entity.js';
import { RuleFallback } from './rule-fallback.entity.js';
import type { CreateRuleBody, UpdateRuleBody } from './targeting-rule.dto.js';
import { TargetingRule } from './targeting-rule.entity.js';

/** The order in which the gateway tries them. */
const ORDER: readonly KeyColumn<TargetingRule>[] = [
  { column: 'rule.priority', direction: 'DESC', valueOf: (rule) => rule.priority },
  { column: 'rule.createdAt', direction: 'ASC', valueOf: (rule) => rule.createdAt.toISOString() },
  { column: 'rule.id', direction: 'ASC', valueOf: (rule) => rule.id },
];

const MAX_DISABLED = 200;

export type DisabledRule = Pick<TargetingRule, 'id' | 'priority' | 'conditions'>;

@Injectable()
export class TargetingRulesService {
  constructor(@InjectRepository(TargetingRule) private readonly rules: Repository<TargetingRule>) {}

  async list(configId: string, page: PageQuery): Promise<Page<TargetingRule>> {
    existing(await this.rules.manager.findOneBy(Config, { id: configId }), 'config');
    const query = this.rules.createQueryBuilder('rule').where('rule.configId = :configId', { configId });
    const rules = await loadPage(query, ORDER, page);
    await this.loadTargets(rules.items);
    return rules;
  }

  /** Those that the snapshot does not have, for explanations. */
  findDisabled(configId: string, environmentId: string): Promise<DisabledRule[]> {
    const order = { priority: 'DESC', createdAt: 'ASC', id: 'ASC' } as const;
    return this.rules.find({ where: { configId, environmentId, enabled: false }, order, take: MAX_DISABLED });
  }

  async get(configId: string, id: string): Promise<TargetingRule> {
    const rule = existing(await this.rules.findOneBy({ id, configId }), 'rule');
    await this.loadTargets([rule]);
    return rule;
  }

  /** Each in a query of its own: joined, a rule of 100 arms and 100 fallbacks is 10,000 rows. */
  private async loadTargets(rules: readonly TargetingRule[]): Promise<void> {
    const where = { ruleId: In(rules.map(({ id }) => id)) };
    const arms = groupBy(await this.rules.manager.findBy(RuleArm, where), ({ ruleId }) => ruleId);
    const fallbacks = groupBy(await this.rules.manager.findBy(RuleFallback, where), ({ ruleId }) => ruleId);
    for (const rule of rules) {
      rule.arms = arms.get(rule.id) ?? [];
      rule.fallbacks = fallbacks.get(rule.id) ?? [];
    }
  }

  /** @throws UnprocessableEntityException */
  async create(configId: string, body: CreateRuleBody): Promise<TargetingRule> {
    const id = randomUUID();
    await configTransaction(this.rules.manager, async (manager) => {
      existing(await manager.findOneBy(Config, { id: configId }), 'config');
      refuse(await checkRule(manager, body));
      await manager.insert(TargetingRule, {
        id,
        configId,
        environmentId: body.environmentId,
        priority: body.priority ?? 0,
        enabled: body.enabled ?? true,
        conditions: body.conditions ?? null,
      });
      await replaceTargets(manager, id, body);
    });
    return this.get(configId, id);
  }

  /** What is given changes; a split or a list of fallbacks is replaced whole. @throws UnprocessableEntityException */
  async update(configId: string, id: string, body: UpdateRuleBody): Promise<TargetingRule> {
    await configTransaction(this.rules.manager, async (manager) => {
      existing(await manager.findOneBy(TargetingRule, { id, configId }), 'rule');
      refuse(await checkRule(manager, body));
      const { environmentId, priority, enabled, conditions } = body;
      await manager.update(
        TargetingRule,
        { id },
        { environmentId, priority, enabled, conditions, updatedAt: () => 'now()' },
      );
      await replaceTargets(manager, id, body);
    });
    return this.get(configId, id);
  }

  async delete(configId: string, id: string): Promise<void> {
    await configTransaction(this.rules.manager, async (manager) => {
      const { affected } = await manager.delete(TargetingRule, { id, configId });
      if (affected === 0) throw noSuch('rule');
    });
  }
}

async function replaceTargets(manager: EntityManager, ruleId: string, body: UpdateRuleBody): Promise<void> {
  if (body.split) {
    await manager.delete(RuleArm, { ruleId });
    const arms = body.split.map(({ variantId, version, weight }, position) => ({
      ...{ ruleId, position, variantId, weight },
      version: toColumn(version),
    }));
    await manager.insert(RuleArm, arms);
  }
  if (body.fallbacks) {
    await manager.delete(RuleFallback, { ruleId });
    const fallbacks = body.fallbacks.map(({ variantId, version }, position) => ({
      ...{ ruleId, position, variantId },
      version: toColumn(version),
    }));
    if (fallbacks.length > 0) await manager.insert(RuleFallback, fallbacks);
  }
}

function toColumn(version: number | 'latest' | undefined): number | null {
  return version === undefined || version === 'latest' ? null : version;
}
