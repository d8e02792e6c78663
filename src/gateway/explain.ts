import type { PolicyDefaults } from '../core/settings.js';
import type { CallHeaders } from '../configs/snapshot/call-facts.js';
import { explainConditions, parseConditions } from '../configs/snapshot/conditions.js';
import type { RuleEntry } from '../configs/snapshot/config-snapshot.js';
import type { DisabledRule } from '../configs/targeting/targeting-rules.service.js';
import { GatewayError } from '../core/errors.js';
import { prepareCall, applyTarget, renderPrompt } from './attempts/prepare-call.js';
import type { GatewayRequest } from './endpoints/gateway-request.js';
import type { ExplainedErrorView, ExplainedRuleView, ExplainedTargetView } from './explain.dto.js';
import { retryOf, timeoutsOf } from './planning/call-policy.js';
import { type PlanningContext, planRoute } from './planning/plan-route.js';
import type { PlanReason, Target } from './planning/route-plan.js';

/** A call's plan, or the error that the caller would get instead of one. */
export interface PlanOutcome {
  readonly targets: readonly Target[];
  /** Of the shadows that get a copy. */
  readonly shadows: readonly Target[];
  readonly reasons: readonly PlanReason[];
  readonly error: ExplainedErrorView | null;
}

/** The plan of a live call, by the same function. An error is part of the answer, with the steps that led to it. */
export function planForExplanation(context: PlanningContext, request: GatewayRequest): PlanOutcome {
  const reasons: PlanReason[] = [];
  try {
    const { targets, copies } = planRoute(context, request, reasons);
    const copied = request.endpoint.input === 'form' ? [] : copies;
    return { targets, shadows: copied.map(({ target }) => target), reasons, error: null };
  } catch (error) {
    return { targets: [], shadows: [], reasons, error: toErrorView(error) };
  }
}

/** The call that is asked about. */
export interface ExplainedCall {
  readonly request: GatewayRequest;
  readonly headers: CallHeaders;
}

/**
 * Every rule of the config for this environment in the order they are tried, then the disabled ones: what it wants, what
 * the call has, and what came of it.
 */
export function explainRules(
  rules: readonly RuleEntry[],
  disabled: readonly DisabledRule[],
  call: ExplainedCall,
): ExplainedRuleView[] {
  const enabled = rules.map((rule) => toRuleView(rule, call));
  const winner = enabled.findIndex(({ matched }) => matched);
  return [
    ...enabled.map((rule, index) => ({ ...rule, enabled: true, outcome: outcomeOf(index, winner, rule.matched) })),
    ...disabled.map(({ id, priority, conditions }) => ({
      ...toRuleView({ id, priority, conditions: conditions && parseConditions(conditions) }, call),
      enabled: false,
      outcome: 'disabled' as const,
    })),
  ];
}

function toRuleView(
  { id, priority, conditions }: Pick<RuleEntry, 'id' | 'priority' | 'conditions'>,
  { request, headers }: ExplainedCall,
) {
  const explained = explainConditions(conditions, request, headers);
  return { ruleId: id, priority, matched: explained.every(({ matched }) => matched), conditions: [...explained] };
}

function outcomeOf(index: number, winner: number, matched: boolean): 'chosen' | 'not-needed' | 'no-match' {
  if (index === winner) return 'chosen';
  return matched ? 'not-needed' : 'no-match';
}

/** Where a call would be made. */
export interface ExplainedFor {
  readonly settings: PolicyDefaults;
  /** Its slug. */
  readonly environment: string;
}

/** What one target would be asked: the variant's settings and prompt over the caller's request. */
export async function explainTarget(
  request: GatewayRequest,
  target: Target,
  { settings, environment }: ExplainedFor,
): Promise<ExplainedTargetView> {
  const { account, model, version } = target;
  const view = {
    provider: account.slug,
    vendor: account.vendor,
    model,
    variant: version?.variantName ?? null,
    version: version?.version ?? null,
    timeouts: timeoutsOf(target, settings),
    retry: retryOf(target, settings),
  };
  try {
    const { call, dropped } = await applied(request, target, environment);
    const prompt = request.endpoint.withSystemPrompt ? renderPrompt(request, version?.prompt ?? null) : null;
    return { ...view, request: call.body.toObject(), systemPrompt: prompt, dropped: [...dropped], error: null };
  } catch (error) {
    return { ...view, request: null, systemPrompt: null, dropped: [], error: toErrorView(error) };
  }
}

/** The file of a form is not there to be adapted. */
function applied(request: GatewayRequest, target: Target, environment: string) {
  const isForm = request.endpoint.input === 'form';
  return isForm && target.account.connection.endpoints[request.endpoint.upstream] !== undefined
    ? applyTarget(request, target, { metadata: false, streamOptions: true })
    : prepareCall(request, target, environment);
}

/** @throws the error itself where it is ours */
function toErrorView(error: unknown): ExplainedErrorView {
  if (!(error instanceof GatewayError)) throw error;
  const { status, code, message, param } = error;
  return { status, code, message, param };
}
