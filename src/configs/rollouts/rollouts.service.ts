import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { ConflictException, Inject, Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { In, type EntityManager, type Repository, type SelectQueryBuilder } from 'typeorm';
import { loadRevisionWithin } from '../../core/config-revision.js';
import { configTransaction } from '../../core/config-transaction.js';
import { existing, refuse } from '../../core/http/admin-errors.js';
import type { Precondition } from '../../core/http/etag.js';
import type { JsonObject } from '../../core/json.js';
import { loadPage, type KeyColumn, type Page } from '../../core/http/page.js';
import { type EventType, OPERATOR_EVENTS, type OperatorEvents } from '../../core/operator-events.js';
import { ConfigHistory, type HistoryAction } from '../history/config-history.entity.js';
import { loadRuleStates, type RuleState } from '../history/rule-state.js';
import { TargetingRule } from '../targeting/targeting-rule.entity.js';
import type { RulePlace } from '../targeting/targeting-rules.service.js';
import { checkRollout, toArm } from './check-rollout.js';
import type { RolloutDecision } from './decide-rollout.js';
import { endReplacedRollouts } from './end-replaced-rollouts.js';
import { planTransition, type RolloutAction, type Transition } from './plan-transition.js';
import { rolloutEtag, type PutRolloutBody, type RolloutsQuery } from './rollout.dto.js';
import { OPEN_STATES, Rollout, type RuledRollout } from './rollout.entity.js';
import { isSameSplit, splitOf, withArm } from './split-at-weight.js';
import { toTerms, type RolloutTerms } from './rollout-terms.js';
import { writeTransition, type NewRollout, type RolloutWrite } from './write-transition.js';

const NEWEST_FIRST: readonly KeyColumn<RuledRollout>[] = [
  { column: 'rollout.createdAt', direction: 'DESC', valueOf: ({ createdAt }) => createdAt.toISOString() },
  { column: 'rollout.id', direction: 'DESC', valueOf: ({ id }) => id },
];
const MAX_ENTRIES = 200;
/** Who goes on where nobody asked. */
const BY_ITSELF = 'rollout';

@Injectable()
export class RolloutsService {
  constructor(
    @InjectRepository(Rollout) private readonly rollouts: Repository<Rollout>,
    @Inject(OPERATOR_EVENTS) private readonly events: OperatorEvents,
  ) {}

  /** Of all rules that there are, the newest first. */
  list({ state, ...page }: RolloutsQuery): Promise<Page<RuledRollout>> {
    const query = this.rollouts.createQueryBuilder('rollout').innerJoinAndSelect('rollout.rule', 'rule');
    if (state !== undefined) query.where('rollout.state = :state', { state });
    return loadPage(query as SelectQueryBuilder<RuledRollout>, NEWEST_FIRST, page);
  }

  /** The rule's latest, and the newest of its entries in the history, oldest first. */
  async get(place: RulePlace): Promise<{ rollout: RuledRollout; entries: ConfigHistory[] }> {
    const { manager } = this.rollouts;
    const rule = await findRule(manager, place);
    const rollout = Object.assign(existing(await findLatest(manager, place.ruleId), 'rollout'), { rule });
    const where = { rolloutId: rollout.id };
    const newest = await manager.find(ConfigHistory, { where, order: { sequence: 'DESC' }, take: MAX_ENTRIES });
    return { rollout, entries: newest.toReversed() };
  }

  /** The same again while it is under way changes nothing. @throws UnprocessableEntityException, ConflictException */
  put(place: RulePlace, body: PutRolloutBody): Promise<void> {
    return configTransaction(this.rollouts.manager, async (manager) => {
      const rule = await loadState(manager, await findRule(manager, place));
      // One whose split a replica without rollouts has changed is no longer under way.
      await endReplacedRollouts(manager, [rule]);
      const arm = await toArm(manager, body);
      const terms = toTerms(arm, body);
      const open = await manager.findOneBy(Rollout, { ruleId: rule.id, state: In(OPEN_STATES) });
      if (open !== null) {
        refuseOther(open, terms);
        return;
      }
      refuse(await checkRollout(manager, body, { rule, arm }));
      const base = splitOf(rule);
      const rollout = { ...terms, id: randomUUID(), ruleId: rule.id, state: 'scheduled', step: null, base } as const;
      await begin(manager, { ...rollout, split: withArm(base, arm) });
    });
  }

  /** What an administrator asks for. @throws ConflictException where its state does not allow it */
  async act(place: RulePlace, action: RolloutAction, precondition: Precondition): Promise<void> {
    const { rollout, taken } = await configTransaction(this.rollouts.manager, async (manager) => {
      await findRule(manager, place);
      const rollout = existing(await findLatest(manager, place.ruleId), 'rollout');
      precondition.check(rolloutEtag(rollout), 'rollout');
      return { rollout, taken: await takeStep(manager, rollout, { action, cause: { reason: null } }) };
    });
    if (typeof taken === 'string') throw new ConflictException(`${taken}.`);
    if (taken !== null) this.tell(rollout, { entry: taken.entry, reason: null });
  }

  /**
   * What was decided about a rollout as it was seen. Replicas may decide the same at the same time: only the first finds
   * it in that state.
   *
   * @returns whether anything was written
   */
  async follow(seen: Rollout, { action, reason }: RolloutDecision): Promise<boolean> {
    const taken = await configTransaction(this.rollouts.manager, async (manager) => {
      const rollout = await manager.findOne(Rollout, { where: { id: seen.id }, lock: { mode: 'pessimistic_write' } });
      if (rollout === null || !isDeepStrictEqual(momentOf(rollout), momentOf(seen))) return null;
      return takeStep(manager, rollout, { action, cause: { reason, changedBy: BY_ITSELF } });
    });
    if (taken === null || typeof taken === 'string') return false;
    this.tell(seen, { entry: taken.entry, reason });
    return true;
  }

  /** After it is written. */
  private tell({ id, ruleId, variantId, version, step }: Rollout, { entry, reason }: Taken): void {
    const type = TOLD[entry];
    if (type === undefined) return;
    const rollout = { rolloutId: id, ruleId, variantId, version, fromStep: step };
    const byItself = reason !== null;
    if (byItself && BY_GUARD.has(entry)) this.tellOf('guard.tripped', { ...rollout, followedBy: type, reason });
    this.tellOf(type, { ...rollout, byItself, reason });
  }

  private tellOf(type: EventType, data: JsonObject): void {
    this.events.tell({ type, key: `${type}:${randomUUID()}`, data });
  }
}

/** What has become of a rollout. */
interface Taken {
  /** As the history calls it. */
  readonly entry: HistoryAction;
  /** Of what the rollout did by itself; null of what an administrator did. */
  readonly reason: string | null;
}

/** What operators are told of. */
const TOLD: Readonly<Partial<Record<HistoryAction, EventType>>> = {
  'rollout.started': 'rollout.advanced',
  'rollout.advanced': 'rollout.advanced',
  'rollout.paused': 'rollout.paused',
  'rollout.rolled_back': 'rollout.rolled_back',
  'rollout.completed': 'rollout.completed',
};

/** What a rollout does by itself only where its guard says so. */
const BY_GUARD: ReadonlySet<HistoryAction> = new Set(['rollout.paused', 'rollout.rolled_back'] as const);

/** It changes with every transition that begins or ends something. */
function momentOf({ state, step, stepRevision }: Rollout) {
  return { state, step, stepRevision };
}

async function findRule(manager: EntityManager, { configId, ruleId }: RulePlace): Promise<TargetingRule> {
  return existing(await manager.findOneBy(TargetingRule, { id: ruleId, configId }), 'rule');
}

async function loadState(manager: EntityManager, { id, configId, environmentId }: TargetingRule): Promise<RuleState> {
  const states = await loadRuleStates(manager, [{ configId, environmentId }]);
  return existing(
    [...states.values()].flat().find((rule) => rule.id === id),
    'rule',
  );
}

function findLatest(manager: EntityManager, ruleId: string): Promise<Rollout | null> {
  return manager.findOne(Rollout, { where: { ruleId }, order: { createdAt: 'DESC' } });
}

/** @throws ConflictException unless the rollout under way is the one that is asked for */
function refuseOther(open: Rollout, terms: RolloutTerms): void {
  const { variantId, version, steps, guard, startAt } = open;
  if (isDeepStrictEqual({ variantId, version, steps, guard, startAt }, terms)) return;
  throw new ConflictException(
    `The rule has a rollout that is ${open.state}, of version ${version} of variant ${variantId}. ` +
      'Complete it or roll it back first.',
  );
}

async function begin(manager: EntityManager, rollout: NewRollout): Promise<void> {
  const { databaseMs } = await loadRevisionWithin(manager);
  const isLater = rollout.startAt !== null && rollout.startAt.getTime() > databaseMs;
  const transition = isLater ? null : planTransition(rollout, 'advance');
  if (typeof transition === 'string') throw new Error(transition);
  const { split } = rollout;
  const scheduled = { state: 'scheduled', step: null, split, entry: 'rollout.scheduled' } as const;
  await writeTransition(manager, rollout, { transition: transition ?? scheduled, cause: { reason: null } });
}

/** @returns what it became; a sentence where it cannot be done; null where it is so already */
async function takeStep(
  manager: EntityManager,
  rollout: Rollout,
  { action, cause }: { readonly action: RolloutAction; readonly cause: RolloutWrite['cause'] },
): Promise<Transition | string | null> {
  const transition = planTransition(rollout, action);
  if (transition === null || typeof transition === 'string') return transition;
  const rule = await loadState(manager, await manager.findOneByOrFail(TargetingRule, { id: rollout.ruleId }));
  if (!isSameSplit(splitOf(rule), rollout.split)) {
    await endReplacedRollouts(manager, [rule]);
    return "the rule's split was changed by something else since: this rollout cannot go on";
  }
  await writeTransition(manager, rollout, { transition, cause });
  return transition;
}
