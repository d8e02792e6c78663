import type { JsonObject } from '../../../core/json.js';
import type { ChatRequest } from '../../formats/openai-chat/chat-request.js';
import { limitTokens } from '../../formats/openai-chat/token-limit.js';
import { readReasoningEffort, type ReasoningEffort } from '../../formats/openai-chat/reasoning-effort.js';
import type { ClaudeFamily } from '../../formats/anthropic-messages/families.js';
import { toSampling } from '../../formats/anthropic-messages/sampling.js';
import { planThinking } from '../../formats/anthropic-messages/thinking.js';
import { defaultMaxTokens } from '../../formats/anthropic-messages/to-request.js';
import type { BedrockFamily } from './families.js';
import type { InferenceConfig } from './wire-types.js';

export interface InferencePlan {
  /** `inferenceConfig`. */
  readonly config: InferenceConfig;
  /** `additionalModelRequestFields`: what only this model's family understands. */
  readonly additional: JsonObject;
  /** Signed thoughts of earlier turns are given back. */
  readonly keepsThinking: boolean;
  readonly dropped: readonly string[];
}

interface InferenceOptions {
  readonly stream: boolean;
  readonly forcedTool: boolean;
}

/**
 * Limits, sampling and reasoning, in each family's own format.
 *
 * @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_InferenceConfiguration.html
 * @throws InvalidRequestError
 */
export function planInference(request: ChatRequest, family: BedrockFamily, options: InferenceOptions): InferencePlan {
  return family.claude === null ? planOther(request, family) : planClaude(request, family.claude, options);
}

function planClaude(request: ChatRequest, family: ClaudeFamily, options: InferenceOptions): InferencePlan {
  const { json, messages } = request;
  const { tokens, dropped: overLimit } = limitTokens(request, family.maxTokens);
  const maxTokens = tokens ?? defaultMaxTokens(family, options.stream);
  const plan = planThinking({ json, messages, family, maxTokens, forcedTool: options.forcedTool });
  const sampling = toSampling(json, family, plan.active);
  const stop = request.stop.filter((sequence) => sequence.trim() !== '');
  // A budget must be below `maxTokens`, which is therefore required with it.
  const limit = tokens ?? (plan.thinking?.['budget_tokens'] === undefined ? null : maxTokens);
  const { temperature, top_p: topP, top_k: topK } = sampling.parameters;
  return {
    config: toConfig({ maxTokens: limit, temperature, topP, stop }),
    additional: {
      ...(plan.thinking !== null && { thinking: plan.thinking }),
      ...(plan.effort !== null && { output_config: { effort: plan.effort } }),
      ...(topK !== undefined && { top_k: topK }),
    },
    keepsThinking: plan.keepsBlocks,
    dropped: [
      ...overLimit,
      ...sampling.dropped,
      ...(plan.dropped === null ? [] : [plan.dropped]),
      ...(stop.length < request.stop.length ? ['stop'] : []),
    ],
  };
}

/** For models of which only this is known: they take a temperature up to 1. */
const FREELY: Pick<ClaudeFamily, 'sampling'> = { sampling: 'free' };

function planOther(request: ChatRequest, family: BedrockFamily): InferencePlan {
  const { json, stop } = request;
  const { tokens: maxTokens, dropped: overLimit } = limitTokens(request, family.maxTokens);
  const effort = readReasoningEffort(json);
  const reasoning = effort === null ? null : toReasoning(effort, family);
  const sampling = toSampling(json, FREELY, false);
  const { temperature, top_p: topP, top_k: topK } = sampling.parameters;
  const topKField = topK === undefined ? null : toTopK(topK, family);
  const dropped = [
    ...overLimit,
    ...sampling.dropped,
    ...(effort !== null && isChangedEffort(effort, family) ? ['reasoning_effort'] : []),
    ...(json['thinking'] === undefined || json['thinking'] === null ? [] : ['thinking']),
    ...(topK !== undefined && topKField === null ? ['top_k'] : []),
  ];
  const additional = { ...reasoning, ...topKField };
  if (family.kind === 'nova-2' && reasoning !== null && isHigh(effort)) {
    // Nova at its highest effort refuses limits and sampling.
    const given = ['temperature', 'top_p', 'max_tokens', 'max_completion_tokens'].filter((name) => json[name] != null);
    return { config: toConfig({ stop }), additional, keepsThinking: false, dropped: [...dropped, ...given] };
  }
  return { config: toConfig({ maxTokens, temperature, topP, stop }), additional, keepsThinking: false, dropped };
}

interface Limits {
  readonly maxTokens?: number | null;
  readonly temperature?: number;
  readonly topP?: number;
  readonly stop: readonly string[];
}

function toConfig({ maxTokens, temperature, topP, stop }: Limits): InferenceConfig {
  return {
    ...(maxTokens !== undefined && maxTokens !== null && { maxTokens }),
    ...(temperature !== undefined && { temperature }),
    ...(topP !== undefined && { topP }),
    ...(stop.length > 0 && { stopSequences: [...stop] }),
  };
}

function toReasoning(effort: ReasoningEffort, { kind }: BedrockFamily): JsonObject | null {
  if (kind === 'nova-2') {
    if (effort === 'none') return { reasoningConfig: { type: 'disabled' } };
    return { reasoningConfig: { type: 'enabled', maxReasoningEffort: toThreeLevels(effort) } };
  }
  // Reasoning cannot be turned off here.
  return kind === 'gpt-oss' ? { reasoning_effort: toThreeLevels(effort) } : null;
}

/** Whether the model gets another effort than was asked for, or none. `none` is no change on one that never reasons. */
function isChangedEffort(effort: ReasoningEffort, { kind, reasons }: BedrockFamily): boolean {
  if (kind === 'nova-2') return effort !== 'none' && toThreeLevels(effort) !== effort;
  if (kind === 'gpt-oss') return toThreeLevels(effort) !== effort;
  return reasons || effort !== 'none';
}

function toThreeLevels(effort: ReasoningEffort): 'low' | 'medium' | 'high' {
  if (isHigh(effort)) return 'high';
  return effort === 'medium' ? 'medium' : 'low';
}

function isHigh(effort: ReasoningEffort | null): boolean {
  return effort === 'high' || effort === 'xhigh' || effort === 'max';
}

function toTopK(topK: number, { kind }: BedrockFamily): JsonObject | null {
  if (kind === 'nova' || kind === 'nova-2') return { inferenceConfig: { topK } };
  return kind === 'mistral' ? { top_k: topK } : null;
}
