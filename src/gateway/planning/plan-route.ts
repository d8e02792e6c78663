import type { IncomingHttpHeaders } from 'node:http';
import type { CallHeaders } from '../../configs/snapshot/call-facts.js';
import { matches } from '../../configs/snapshot/conditions.js';
import type {
  Account,
  ConfigEntry,
  ConfigSnapshot,
  EnvironmentEntry,
  RuleEntry,
  UnavailableAccount,
  VersionEntry,
} from '../../configs/snapshot/config-snapshot.js';
import { DEFAULT_FALLBACK_ON } from '../../configs/targeting/fallback-triggers.js';
import { GatewayError, InvalidRequestError, NotFoundError, ProviderUnavailableError } from '../../core/errors.js';
import type { GatewayRequest } from '../endpoints/gateway-request.js';
import { splitByContext } from './context-window.js';
import { drawArm } from './draw-arm.js';
import { planCopies } from './plan-copies.js';
import { readSubject, subjectSource } from './read-subject.js';
import type { CallerLimits, ConfigChoice, PlanReason, RoutePlan, Target } from './route-plan.js';

/** What a plan is made from: the live call and the admin's *explain* hand in the same. */
export interface PlanningContext {
  readonly id: string;
  readonly snapshot: ConfigSnapshot;
  readonly environment: EnvironmentEntry;
  readonly headers: CallHeaders;
}

const CONFIG_SLUG = 'config';
const NO_COPIES: RoutePlan['copies'] = [];

/**
 * Where a call goes: `@provider/model` directly, else by a config's first matching rule. Pure, and it says why.
 *
 * @param reasons takes the steps of the decision, and has those up to an error where there is one
 * @throws InvalidRequestError NotFoundError `route_not_specified`, `config_not_found`, `provider_not_found`, `no_matching_rule`
 */
export function planRoute(context: PlanningContext, request: GatewayRequest, reasons: PlanReason[] = []): RoutePlan {
  const { model } = request;
  const through = (config: ConfigEntry, by: ConfigChoice) => planConfig(context, request, { config, by, reasons });
  if (model?.startsWith('@')) {
    const named = parseReference(model, 'model');
    if (named.slug !== CONFIG_SLUG) return planDirect(context, request, { first: named, reasons });
    if (request.fallbackModels.length > 0) {
      throw new InvalidRequestError(
        'models goes with a model of a provider; a config has fallbacks of its own.',
        'models',
      );
    }
    return through(findConfig(context.snapshot, named.model, 'model'), 'model');
  }
  if (request.configHeader !== null) {
    return through(findConfig(context.snapshot, request.configHeader, null), 'header');
  }
  const byDefault = context.environment.defaultConfigId;
  const config = byDefault === null ? undefined : context.snapshot.configsById.get(byDefault);
  if (config === undefined) throw routeNotSpecified(suggestionFor(context, model));
  return through(config, 'environment-default');
}

interface Reference {
  readonly slug: string;
  readonly model: string;
}

/** @throws InvalidRequestError where it names no model */
function parseReference(text: string, param: string): Reference {
  const slash = text.indexOf('/');
  const model = slash < 0 ? '' : text.slice(slash + 1);
  if (model !== '') return { slug: text.slice(1, slash), model };
  const message = `model '${text}' names no model: write @<provider slug>/<model> or @config/<config slug>.`;
  throw new InvalidRequestError(message, param);
}

/** The model that was named, then those under `models`. A provider that cannot be called now is passed over for another. */
function planDirect(
  context: PlanningContext,
  request: GatewayRequest,
  { first, reasons }: { readonly first: Reference; readonly reasons: PlanReason[] },
): RoutePlan {
  const { fallbackModels, subject } = request;
  const targets: Target[] = [];
  let failure: GatewayError | null = null;
  for (const { slug, model } of [first, ...fallbackModels.map(toFallback)]) {
    if (targets.some((target) => target.account.slug === slug && target.model === model)) continue;
    const account = findAccount(context, slug);
    if (account instanceof GatewayError) {
      failure ??= account;
      if (fallbackModels.length > 0) reasons.push({ step: 'skipped', provider: slug, because: account.message });
      continue;
    }
    reasons.push({ step: 'direct', provider: slug });
    targets.push({ origin: { kind: 'direct' }, account, model, version: null, weight: null });
  }
  const [target, ...others] = targets;
  if (target === undefined) throw failure ?? new Error('a call without a model');
  const rules = { draw: null, copies: NO_COPIES, fallbackOn: DEFAULT_FALLBACK_ON, continueStreams: false };
  return toPlan(context, request, { targets: [target, ...others], subject, reasons, ...rules });
}

/** The plan without the targets whose context the prompt exceeds, where another is left. */
function toPlan(
  { snapshot: { revision, prices } }: PlanningContext,
  request: GatewayRequest,
  { targets, reasons, ...plan }: Omit<RoutePlan, 'revision' | 'passedOver' | 'reasons'> & { reasons: PlanReason[] },
): RoutePlan {
  const { kept, tooSmall } = splitByContext(targets, request, prices);
  for (const { account, version } of tooSmall) {
    const which = version === null ? { provider: account.slug } : named(version);
    reasons.push({ step: 'skipped', ...which, because: 'the prompt is longer than its model takes' });
  }
  // In Node 20 V8 makes a hidden class each time a literal that begins with a spread gets more members: 0.8 KB a call.
  return { targets: kept, passedOver: tooSmall, revision, reasons, ...plan };
}

function toFallback(text: string, index: number): Reference {
  const reference = parseReference(text, `models[${index}]`);
  if (reference.slug !== CONFIG_SLUG) return reference;
  throw new InvalidRequestError(`models[${index}] must name a model of a provider, not a config.`, `models[${index}]`);
}

/**
 * Every provider that a caller names goes through here.
 * @returns ProviderUnavailableError, or a NotFoundError for one that is disabled
 * @throws NotFoundError `provider_not_found`
 */
function findAccount({ snapshot, environment }: PlanningContext, slug: string): Account | GatewayError {
  const account = snapshot.accountsBySlug.get(slug);
  if (!mayCallDirectly(environment, account)) {
    throw new NotFoundError('provider_not_found', notAllowed(environment, slug), 'model');
  }
  if (account === undefined) {
    throw new NotFoundError('provider_not_found', `There is no provider with the slug '${slug}'.`, 'model');
  }
  if (!account.enabled) return new NotFoundError('provider_not_found', `The provider '@${slug}' is disabled.`, 'model');
  if (account.connection !== null) return account;
  return new ProviderUnavailableError(`The provider '@${slug}' cannot be called now: ${whyNot(account)}.`, 'model');
}

/** The same whether the provider exists or not: an environment learns nothing of those it may not call. */
function notAllowed({ slug: environment, directAccess }: EnvironmentEntry, slug: string): string {
  return directAccess?.size === 0
    ? `The environment '${environment}' may not call providers directly: name a config instead, as "@config/<config slug>".`
    : `There is no provider with the slug '${slug.slice(0, 100)}' that the environment '${environment}' may call directly.`;
}

function planConfig(
  context: PlanningContext,
  request: GatewayRequest,
  { config, by, reasons }: { config: ConfigEntry; by: ConfigChoice; reasons: PlanReason[] },
): RoutePlan {
  reasons.push({ step: 'config', config: config.slug, by });
  const rule = firstMatch(context, config, { request, reasons });
  if (rule === null) {
    throw new NotFoundError(
      'no_matching_rule',
      `No enabled rule of config '${config.slug}' matches this request in environment '${context.environment.slug}'.`,
    );
  }
  const subject = readSubject(rule.stickyBy, request, context.headers);
  const arm = drawArm(rule.id, rule.arms, subject ?? context.id);
  if (arm)
    reasons.push({
      step: 'draw',
      ...named(arm.version),
      weight: arm.weight,
      subject: subject ?? context.id,
      subjectFrom: subject === null ? 'request-id' : subjectSource(rule.stickyBy, request),
    });
  for (const fallback of rule.fallbacks) reasons.push({ step: 'fallback', ...named(fallback) });

  const versions = arm ? [arm.version, ...rule.fallbacks] : rule.fallbacks;
  const origin = { kind: 'config', configId: config.id, config: config.slug, ruleId: rule.id } as const;
  const targets = versions.flatMap((version, index): Target[] => {
    const { account, model } = version;
    if (account.enabled && account.connection !== null) {
      const weight = index === 0 && arm !== undefined ? arm.weight : null;
      return [{ origin, account, model, version, weight }];
    }
    const why = account.enabled && account.connection === null ? `cannot be called: ${whyNot(account)}` : 'is disabled';
    reasons.push({ step: 'skipped', ...named(version), because: `its provider '@${account.slug}' ${why}` });
    return [];
  });
  const [first, ...rest] = targets;
  if (first === undefined) {
    const message = `No variant that the rule of config '${config.slug}' names can be called: ${skipped(reasons)}. Ask an administrator of this gateway.`;
    const mayRecover = versions.some(({ account }) => account.enabled);
    throw mayRecover ? new ProviderUnavailableError(message) : new NotFoundError('provider_not_found', message);
  }
  const { fallbackOn, continueStreams, splitId } = rule;
  const draw = splitId !== null && arm !== undefined ? { splitId, arm } : null;
  const copies =
    rule.shadows.length === 0 ? NO_COPIES : planCopies(rule, origin, { requestId: context.id, request, reasons });
  const plan = { targets: [first, ...rest], subject, draw, copies, fallbackOn, continueStreams, reasons } as const;
  return toPlan(context, request, plan);
}

/** Only what a caller may know. */
function whyNot({ opens }: UnavailableAccount): string {
  return opens ? 'this version of the gateway cannot use it' : 'its credentials do not open on this replica';
}

function firstMatch(
  { environment, headers }: PlanningContext,
  { rules }: ConfigEntry,
  { request, reasons }: { request: GatewayRequest; reasons: PlanReason[] },
): RuleEntry | null {
  for (const rule of rules.get(environment.id) ?? []) {
    const matched = matches(rule.conditions, request, headers);
    reasons.push({ step: 'rule', ruleId: rule.id, priority: rule.priority, matched });
    if (matched) return rule;
  }
  return null;
}

function findConfig(snapshot: ConfigSnapshot, slugOrId: string, param: string | null): ConfigEntry {
  const config = snapshot.configsBySlug.get(slugOrId) ?? snapshot.configsById.get(slugOrId.toLowerCase());
  if (config === undefined) {
    throw new NotFoundError(
      'config_not_found',
      `There is no config with the slug or id '${slugOrId.slice(0, 100)}'.`,
      param,
    );
  }
  return config;
}

function named(version: VersionEntry): { variant: string; version: number } {
  return { variant: version.variantName, version: version.version };
}

function skipped(reasons: readonly PlanReason[]): string {
  return reasons
    .flatMap((reason) => (reason.step === 'skipped' ? [`${reason.variant ?? ''}: ${reason.because}`] : []))
    .join('; ');
}

/** What a model without its `@` would be, where there is such a provider or config. */
function suggestionFor({ snapshot, environment }: PlanningContext, model: string | null): string | null {
  const slash = model?.indexOf('/') ?? -1;
  if (model === null || slash < 1 || slash === model.length - 1) return null;
  const slug = model.slice(0, slash);
  const account = snapshot.accountsBySlug.get(slug);
  const isProvider = account?.enabled === true && mayCallDirectly(environment, account);
  const isConfig = slug === CONFIG_SLUG && snapshot.configsBySlug.has(model.slice(slash + 1));
  return isProvider || isConfig ? `@${model}` : null;
}

function routeNotSpecified(suggestion: string | null): InvalidRequestError {
  const question = suggestion === null ? '' : ` Did you mean "${suggestion}"?`;
  return new InvalidRequestError(
    `This request names no route.${question} Do one of three things: set model to "@<provider slug>/<model>", set model to ` +
      '"@config/<config slug>", or send the header x-llmops-config: <config slug>.',
    'model',
    'route_not_specified',
  );
}

/** Whether callers of an environment may name this provider as `@slug/model`; an unknown one only where all are allowed. */
export function mayCallDirectly({ directAccess }: EnvironmentEntry, account: Pick<Account, 'id'> | undefined): boolean {
  return directAccess === null || (account !== undefined && directAccess.has(account.id));
}

/**
 * The limits in the headers of a call. They can only lower what the gateway would do anyway.
 * @throws InvalidRequestError naming the header whose value is no whole number above 0
 */
export function readCallerLimits(headers: IncomingHttpHeaders): CallerLimits {
  return {
    timeoutMs: readLimit(headers, 'x-llmops-timeout-ms'),
    maxAttempts: readLimit(headers, 'x-llmops-max-attempts'),
  };
}

function readLimit(headers: IncomingHttpHeaders, name: string): number | null {
  const value = headers[name];
  if (value === undefined) return null;
  if (typeof value === 'string' && /^[1-9]\d{0,8}$/.test(value)) return Number(value);
  throw new InvalidRequestError(`The header ${name} must be given once, as a whole number from 1 to 999999999.`, name);
}
