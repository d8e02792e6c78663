import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { In, type EntityManager, type Repository } from 'typeorm';
import { configTransaction } from '../../core/config-transaction.js';
import { groupBy } from '../group-by.js';
import { SnapshotStore } from '../snapshot/snapshot-store.js';
import { existing, refuse } from '../../core/http/admin-errors.js';
import type { Precondition } from '../../core/http/etag.js';
import { loadPage, type KeyColumn, type Page, type PageQuery } from '../../core/http/page.js';
import { Config } from '../configs/config.entity.js';
import { recordChange } from '../history/record-change.js';
import { checkRule } from './check-rule.js';
import { checkShadowPrices } from './check-shadow-prices.js';
import { RuleArm } from './rule-arm.entity.js';
import { RuleFallback } from './rule-fallback.entity.js';
import { findUnreachable, type RuleWarning } from './find-unreachable.js';
import { replaceTargets } from './replace-targets.js';
import { reorderRules } from './reorder-rules.js';
import { ruleEtag, type CreateRuleBody, type ReorderRulesBody, type UpdateRuleBody } from './targeting-rule.dto.js';
import { TargetingRule } from './targeting-rule.entity.js';

/** The order in which the gateway tries them. */
const ORDER: readonly KeyColumn<TargetingRule>[] = [
  { column: 'rule.priority', direction: 'DESC', valueOf: (rule) => rule.priority },
  { column: 'rule.createdAt', direction: 'ASC', valueOf: (rule) => rule.createdAt.toISOString() },
  { column: 'rule.id', direction: 'ASC', valueOf: (rule) => rule.id },
];

const TRIED_FIRST = { priority: 'DESC', createdAt: 'ASC', id: 'ASC' } as const;

const MAX_DISABLED = 200;

/** A rule in the path. */
export interface RulePlace {
  readonly configId: string;
  readonly ruleId: string;
}

export type DisabledRule = Pick<TargetingRule, 'id' | 'priority' | 'conditions'>;

@Injectable()
export class TargetingRulesService {
  constructor(
    @InjectRepository(TargetingRule) private readonly rules: Repository<TargetingRule>,
    private readonly store: SnapshotStore,
  ) {}

  async list(configId: string, page: PageQuery): Promise<Page<TargetingRule>> {
    existing(await this.rules.manager.findOneBy(Config, { id: configId }), 'config');
    const query = this.rules.createQueryBuilder('rule').where('rule.configId = :configId', { configId });
    const rules = await loadPage(query, ORDER, page);
    await loadTargets(this.rules.manager, rules.items);
    return rules;
  }

  /** Those that the snapshot does not have, for explanations. */
  findDisabled(configId: string, environmentId: string): Promise<DisabledRule[]> {
    const where = { configId, environmentId, enabled: false };
    return this.rules.find({ where, order: TRIED_FIRST, take: MAX_DISABLED });
  }

  get(place: RulePlace): Promise<TargetingRule> {
    return load(this.rules.manager, place);
  }

  /** What its writer should know of how it stands among the others. */
  async findWarnings({ id, configId, environmentId }: TargetingRule): Promise<RuleWarning[]> {
    const enabled = await this.rules.find({
      select: { id: true, priority: true, conditions: true },
      where: { configId, environmentId, enabled: true },
      order: TRIED_FIRST,
    });
    return findUnreachable(id, enabled);
  }

  /** @throws UnprocessableEntityException */
  async create(configId: string, body: CreateRuleBody): Promise<TargetingRule> {
    const id = randomUUID();
    await configTransaction(this.rules.manager, async (manager) => {
      existing(await manager.findOneBy(Config, { id: configId }), 'config');
      await this.check(manager, body);
      const scopes = [{ configId, environmentId: body.environmentId.toLowerCase() }];
      await recordChange(manager, { scopes, action: 'rule.created' }, async () => {
        await manager.insert(TargetingRule, {
          id,
          configId,
          environmentId: body.environmentId,
          priority: body.priority ?? 0,
          enabled: body.enabled ?? true,
          conditions: body.conditions ?? null,
          stickyBy: body.stickyBy ?? null,
          fallbackOn: body.fallbackOn ?? null,
          continueStreams: body.continueStreams ?? false,
        });
        await replaceTargets(manager, id, body);
      });
    });
    return this.get({ configId, ruleId: id });
  }

  /** @throws UnprocessableEntityException */
  async reorder(configId: string, body: ReorderRulesBody): Promise<void> {
    await configTransaction(this.rules.manager, async (manager) => {
      existing(await manager.findOneBy(Config, { id: configId }), 'config');
      await reorderRules(manager, configId, body);
    });
  }

  /** What is given changes; a split or a list of fallbacks is replaced whole. @throws UnprocessableEntityException */
  async update(place: RulePlace, body: UpdateRuleBody, precondition: Precondition): Promise<TargetingRule> {
    const { configId, ruleId: id } = place;
    await configTransaction(this.rules.manager, async (manager) => {
      const rule = await load(manager, place);
      precondition.check(ruleEtag(rule), 'rule');
      await this.check(manager, body);
      const { environmentId, priority, enabled, conditions, stickyBy, fallbackOn, continueStreams } = body;
      const environments = new Set([rule.environmentId, environmentId?.toLowerCase() ?? rule.environmentId]);
      const scopes = [...environments].map((each) => ({ configId, environmentId: each }));
      await recordChange(manager, { scopes, action: 'rule.changed' }, async () => {
        const fields = { environmentId, priority, enabled, conditions, stickyBy, fallbackOn, continueStreams };
        await manager.update(TargetingRule, { id }, { ...fields, updatedAt: () => 'now()' });
        await replaceTargets(manager, id, body);
      });
    });
    return this.get(place);
  }

  async delete(place: RulePlace, precondition: Precondition): Promise<void> {
    const { configId, ruleId: id } = place;
    await configTransaction(this.rules.manager, async (manager) => {
      const rule = await load(manager, place);
      precondition.check(ruleEtag(rule), 'rule');
      const { environmentId } = rule;
      await recordChange(manager, { scopes: [{ configId, environmentId }], action: 'rule.deleted' }, async () => {
        await manager.delete(TargetingRule, { id });
      });
    });
  }

  /** @throws UnprocessableEntityException */
  private async check(manager: EntityManager, body: UpdateRuleBody): Promise<void> {
    refuse(await checkRule(manager, body));
    refuse(await checkShadowPrices(manager, body.split ?? [], this.store.current));
  }
}

async function load(manager: EntityManager, { configId, ruleId }: RulePlace): Promise<TargetingRule> {
  const rule = existing(await manager.findOneBy(TargetingRule, { id: ruleId, configId }), 'rule');
  await loadTargets(manager, [rule]);
  return rule;
}

/** Each in a query of its own: joined, a rule of 100 arms and 100 fallbacks is 10,000 rows. */
async function loadTargets(manager: EntityManager, rules: readonly TargetingRule[]): Promise<void> {
  const where = { ruleId: In(rules.map(({ id }) => id)) };
  const arms = groupBy(await manager.findBy(RuleArm, where), ({ ruleId }) => ruleId);
  const fallbacks = groupBy(await manager.findBy(RuleFallback, where), ({ ruleId }) => ruleId);
  for (const rule of rules) {
    rule.arms = arms.get(rule.id) ?? [];
    rule.fallbacks = fallbacks.get(rule.id) ?? [];
  }
}
