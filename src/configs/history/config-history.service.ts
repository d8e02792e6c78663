import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { EntityManager, Repository } from 'typeorm';
import { configTransaction } from '../../core/config-transaction.js';
import { existing, refuse, unprocessable, type FieldError } from '../../core/http/admin-errors.js';
import { loadPage, type Page } from '../../core/http/page.js';
import { Config } from '../configs/config.entity.js';
import { Environment } from '../environments/environment.entity.js';
import type { HistoryQuery, PromoteBody, RestoreBody } from './config-history.dto.js';
import { ConfigHistory } from './config-history.entity.js';
import { planPromotion, type Promotion } from './promote-rules.js';
import { recordChange } from './record-change.js';
import { checkStates, replaceRules } from './replace-rules.js';
import { keyOf, loadRuleStates, type RuleScope } from './rule-state.js';

/** What was changed about the rules of a config, and changes of all of them at once. */
@Injectable()
export class ConfigHistoryService {
  constructor(@InjectRepository(ConfigHistory) private readonly history: Repository<ConfigHistory>) {}

  async list(configId: string, { environmentId, ...page }: HistoryQuery): Promise<Page<ConfigHistory>> {
    existing(await this.history.manager.findOneBy(Config, { id: configId }), 'config');
    const query = this.history.createQueryBuilder('entry').where('entry.configId = :configId', { configId });
    if (environmentId !== undefined) query.andWhere('entry.environmentId = :environmentId', { environmentId });
    const newestFirst = {
      column: 'entry.sequence',
      direction: 'DESC',
      valueOf: (row: ConfigHistory) => row.sequence,
    } as const;
    return loadPage(query, [newestFirst], page);
  }

  /** The rules of the entry's environment become what that entry left. @throws UnprocessableEntityException */
  restore(configId: string, { historyId }: RestoreBody): Promise<ConfigHistory> {
    return configTransaction(this.history.manager, async (manager) => {
      existing(await manager.findOneBy(Config, { id: configId }), 'config');
      const entry = await manager.findOneBy(ConfigHistory, { id: historyId, configId });
      if (entry === null) {
        throw unprocessable([{ pointer: '/historyId', detail: 'the history of this config has no such entry' }]);
      }
      const { environmentId, rules } = entry;
      refuse(await checkStates(manager, rules, '/historyId'));
      const cause = { action: 'rules.restored', fromHistoryId: entry.id } as const;
      return replaceAll(manager, { configId, environmentId }, { rules, cause });
    });
  }

  /** All rules of one environment for another, or one variant's version into the rules there. @throws UnprocessableEntityException */
  promote(configId: string, body: PromoteBody): Promise<ConfigHistory> {
    return configTransaction(this.history.manager, async (manager) => {
      existing(await manager.findOneBy(Config, { id: configId }), 'config');
      refuse(await checkEnvironments(manager, body));
      const from = { configId, environmentId: body.fromEnvironmentId.toLowerCase() };
      const to = { configId, environmentId: body.toEnvironmentId.toLowerCase() };
      const states = await loadRuleStates(manager, [from, to]);
      const sides = { from: states.get(keyOf(from)) ?? [], to: states.get(keyOf(to)) ?? [] };
      return replaceAll(manager, to, planPromotion(sides, body, randomUUID));
    });
  }
}

async function checkEnvironments(
  manager: EntityManager,
  { fromEnvironmentId, toEnvironmentId }: PromoteBody,
): Promise<FieldError[]> {
  if (fromEnvironmentId.toLowerCase() === toEnvironmentId.toLowerCase()) {
    return [{ pointer: '/toEnvironmentId', detail: 'it must be another environment' }];
  }
  const detail = 'there is no such environment';
  const isThere = (id: string) => manager.existsBy(Environment, { id });
  return [
    ...((await isThere(fromEnvironmentId)) ? [] : [{ pointer: '/fromEnvironmentId', detail }]),
    ...((await isThere(toEnvironmentId)) ? [] : [{ pointer: '/toEnvironmentId', detail }]),
  ];
}

/** @returns the entry that it leaves, also where the rules were so before */
async function replaceAll(
  manager: EntityManager,
  scope: RuleScope,
  { rules, cause }: Promotion,
): Promise<ConfigHistory> {
  const [id] = await recordChange(manager, { scopes: [scope], ...cause }, () => replaceRules(manager, scope, rules));
  return manager.findOneByOrFail(ConfigHistory, { id });
}
