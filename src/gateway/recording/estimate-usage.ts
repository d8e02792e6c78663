import { isCompletionCounted, isPromptCounted, type UsageRecord } from '../../core/usage.js';
import type { EstimatedSide } from '../../observability/usage-estimate.js';
import type { EndpointSpec } from '../endpoints/endpoint-spec.js';
import type { CountedTokens } from './token-counter.js';

/** A usage of which a part was counted here and not by the vendor. */
export interface EstimatedUsage {
  /** Null where nothing could be counted. */
  readonly usage: UsageRecord | null;
  readonly estimated: EstimatedSide | null;
  /** Why a side that the vendor did not count is not counted here either; null where none is left. */
  readonly because: string | null;
}

/** Whether texts could tell what the vendor did not: of a text, one side or both. */
export function lacksUsage({ promptMember, writesText }: EndpointSpec, usage: UsageRecord | null): boolean {
  if (promptMember === undefined) return false;
  if (!writesText) return usage === null;
  return usage === null || !isPromptCounted(usage) || !isCompletionCounted(usage);
}

/** What the vendor counted, with the rest as it was counted here. */
export function toEstimatedUsage(
  { writesText }: EndpointSpec,
  vendors: UsageRecord | null,
  { prompt, answer }: CountedTokens,
): EstimatedUsage {
  const units = { ...vendors?.units };
  const reasons: string[] = [];
  let isPrompt = false;
  let isAnswer = false;
  if (vendors === null || !isPromptCounted(vendors)) {
    isPrompt = typeof prompt === 'number';
    if (typeof prompt === 'number') units.input = prompt;
    else reasons.push(prompt);
  }
  if (writesText && (vendors === null || !isCompletionCounted(vendors))) {
    isAnswer = typeof answer === 'number';
    if (typeof answer === 'number') units.output = answer;
    else reasons.push(answer);
  }
  const estimated = isPrompt && isAnswer ? 'both' : isPrompt ? 'input' : isAnswer ? 'output' : null;
  const usage = estimated === null ? vendors : { units, reasoningTokens: vendors?.reasoningTokens ?? null };
  return { usage, estimated, because: reasons.length === 0 ? null : [...new Set(reasons)].join(', ') };
}
