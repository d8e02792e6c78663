import type { Schemas } from '../api/client.js';
import { describeConditions } from './condition-rows.js';

type RuleState = Schemas['RuleStateView'];
type Target = Schemas['TargetStateView'];
type Arm = Schemas['ArmStateView'];

export interface ChangedLine {
  readonly name: string;
  /** Undefined where the rule was not there. */
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/**
 * What differs between two states of a rule, in words; of one that was added or removed, all of it.
 *
 * @param before undefined where it was not there
 * @param nameOf the name of a variant by its id
 */
export function diffRuleLines(
  before: RuleState | undefined,
  after: RuleState | undefined,
  nameOf: (variantId: string) => string,
): ChangedLine[] {
  const [left, right] = [before, after].map((rule) => new Map(rule && linesOf(rule, nameOf)));
  const names = [...new Set([...(left?.keys() ?? []), ...(right?.keys() ?? [])])];
  return names
    .map((name) => ({ name, before: left?.get(name), after: right?.get(name) }))
    .filter((line) => line.before !== line.after);
}

function linesOf(rule: RuleState, nameOf: (variantId: string) => string): [string, string][] {
  const targetOf = ({ variantId, version, servedVersion }: Target) =>
    `${nameOf(variantId)}, ${version === 'latest' ? `latest (${servedVersion})` : `version ${version}`}`;
  return [
    ['Priority', String(rule.priority)],
    ['Enabled', rule.enabled ? 'on' : 'off'],
    ['Conditions', rule.conditions === null ? 'everyone' : describeConditions(rule.conditions)],
    ['Sticky by', rule.stickyBy ?? 'metadata.userId, else user'],
    ['Split', rule.split.map((arm) => `${describeShare(arm)} ${targetOf(arm)}`).join('\n')],
    ['Fallbacks', rule.fallbacks.map(targetOf).join('\n') || 'none'],
    ['Falls back on', rule.fallbackOn?.join(', ') ?? 'the usual kinds of failure'],
    // Older states do not say.
    ['Continues streams', rule.continueStreams ? 'yes' : 'no'],
  ];
}

/** Of the callers; of a shadow, of the calls that it gets a copy of. */
function describeShare({ weight = 0, share, maxDailyCost }: Arm): string {
  if (share === undefined) return `${weight / 100} %`;
  return `a shadow of ${share / 100} %, for $${maxDailyCost ?? '?'} a day at most:`;
}
