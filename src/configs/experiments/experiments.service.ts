import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, In, type EntityManager } from 'typeorm';
import { CLOCK, type Clock } from '../../core/clock.js';
import { existing } from '../../core/http/admin-errors.js';
import { ExperimentReader, type ExperimentPeriod } from '../../observability/experiments/experiment-reader.js';
import type { MomentsRow } from '../../observability/experiments/experiment-counts.js';
import {
  refused,
  toInstant,
  toText,
  FilterError,
  type QueryParameters,
} from '../../observability/request-logs/parameters.js';
import { Config } from '../configs/config.entity.js';
import { groupBy } from '../group-by.js';
import { armKeysOf } from '../targeting/arm-keys.js';
import { isShadow, roleOf } from '../targeting/arm-role.js';
import { RuleArm } from '../targeting/rule-arm.entity.js';
import { inPosition } from '../targeting/targeting-rule.dto.js';
import { TargetingRule } from '../targeting/targeting-rule.entity.js';
import { Variant } from '../variants/variant.entity.js';
import type { ExperimentsView } from './experiment.dto.js';
import { isMetric, METRIC_NAMES } from './metrics.js';
import { toExperimentView, type RuleArmNow } from './to-experiment-view.js';
import { toShadowViews } from './to-shadow-view.js';

/** As long as sums are kept. */
const KEPT_DAYS = 800;
const DAY_MS = 24 * 3_600_000;
const MAX_RULES = 200;

interface Question extends ExperimentPeriod {
  readonly environmentId: string | null;
  readonly primary: string;
}

/** Says of a config's rules what may be said of the difference between their arms. */
@Injectable()
export class ExperimentsService {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly reader: ExperimentReader,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @throws NotFoundException BadRequestException */
  async list(configId: string, query: QueryParameters): Promise<ExperimentsView> {
    const question = readQuestion(query, this.clock.now());
    const { manager } = this.dataSource;
    existing(await manager.findOneBy(Config, { id: configId }), 'config');
    const rules = await loadRules(manager, configId, question.environmentId);
    const {
      rows,
      pairs,
      subjects: shown,
    } = await this.reader.load(
      rules.map(({ id }) => id),
      question,
    );
    const rowsByRule = groupBy(rows, ({ arm }) => arm.ruleId);
    const pairsByRule = groupBy(pairs, ({ arm }) => arm.ruleId);
    const subjectsByRule = groupBy(shown, ({ ruleId }) => ruleId);
    const names = await loadNames(manager, [
      ...rules.flatMap(({ arms }) => arms),
      ...[...rows, ...pairs].flatMap(({ arm }) => (arm.served === undefined ? [arm] : [arm, arm.served])),
    ]);
    const items = rules.flatMap(({ id: ruleId, environmentId, arms: inRule }) => {
      const own = rowsByRule.get(ruleId) ?? [];
      const { primary } = question;
      const inOrder = inPosition(inRule);
      const arms = armsOf(
        inOrder.filter(({ share }) => share === null),
        own,
        names,
      );
      const inShadow = inOrder
        .map((arm) => ({ variantId: arm.variantId, version: arm.version, ...roleOf(arm) }))
        .filter(isShadow);
      const shadows = toShadowViews({ shadows: inShadow, pairs: pairsByRule.get(ruleId) ?? [], names, primary });
      if (arms.length < 2 && shadows.length === 0) return [];
      const subjects = subjectsByRule.get(ruleId) ?? [];
      return [{ ...toExperimentView({ ruleId, environmentId, arms, rows: own, subjects, primary }), shadows }];
    });
    return { from: question.from.toISOString(), to: question.to.toISOString(), items };
  }
}

async function loadRules(
  manager: EntityManager,
  configId: string,
  environmentId: string | null,
): Promise<TargetingRule[]> {
  const rules = await manager.find(TargetingRule, {
    where: { configId, ...(environmentId !== null && { environmentId }) },
    order: { priority: 'DESC', createdAt: 'ASC', id: 'ASC' },
    take: MAX_RULES,
  });
  const arms = groupBy(
    await manager.findBy(RuleArm, { ruleId: In(rules.map(({ id }) => id)) }),
    ({ ruleId }) => ruleId,
  );
  for (const rule of rules) rule.arms = arms.get(rule.id) ?? [];
  return rules;
}

async function loadNames(
  manager: EntityManager,
  arms: readonly { readonly variantId: string }[],
): Promise<ReadonlyMap<string, string>> {
  const ids = [...new Set(arms.map(({ variantId }) => variantId))];
  return new Map((await manager.findBy(Variant, { id: In(ids) })).map(({ id, name }) => [id, name]));
}

/** Those that the rule has, in its order, and then those that it had: the first is the control. */
function armsOf(
  inRule: readonly RuleArm[],
  rows: readonly MomentsRow[],
  names: ReadonlyMap<string, string>,
): RuleArmNow[] {
  const keys = armKeysOf(inRule);
  const arms = new Map<string, RuleArmNow>();
  inRule.forEach(({ variantId, weight }, index) => {
    const key = keys[index] ?? variantId;
    arms.set(key, { key, variantId, variant: names.get(variantId) ?? null, weight });
  });
  for (const { arm } of rows) {
    const { key, variantId } = arm;
    if (!arms.has(key)) arms.set(key, { key, variantId, variant: names.get(variantId) ?? null, weight: null });
  }
  return [...arms.values()];
}

const PARAMETERS: ReadonlySet<string> = new Set(['from', 'to', 'environmentId', 'primary']);
const ID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** @throws BadRequestException */
function readQuestion(query: QueryParameters, now: Date): Question {
  const unknown = Object.keys(query).find((name) => !PARAMETERS.has(name));
  if (unknown !== undefined) throw refused(unknown, `is not a parameter here: there are ${[...PARAMETERS].join(', ')}`);
  const from = read(query, 'from', toInstant) ?? new Date(now.getTime() - KEPT_DAYS * DAY_MS);
  const to = read(query, 'to', toInstant) ?? new Date(now.getTime() + DAY_MS);
  if (from >= to) throw refused('from', 'must be before to');
  const environmentId = read(query, 'environmentId', toText)?.toLowerCase() ?? null;
  if (environmentId !== null && !ID.test(environmentId))
    throw refused('environmentId', 'must be the id of an environment');
  const primary = read(query, 'primary', toText) ?? 'errorRate';
  if (!isMetric(primary)) throw refused('primary', `must be one of ${METRIC_NAMES}`);
  return { from, to, environmentId, primary };
}

function read<Value>(query: QueryParameters, name: string, parse: (text: string) => Value): Value | null {
  const value = query[name];
  if (value === undefined) return null;
  try {
    return parse(toText(value));
  } catch (error) {
    if (!(error instanceof FilterError)) throw error;
    throw refused(name, error.message);
  }
}
