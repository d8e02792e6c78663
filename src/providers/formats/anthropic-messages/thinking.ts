import { countOf, isJsonObject, type JsonObject, objectsOf, textOf } from '../../../core/json.js';
import type { ChatMessage } from '../openai-chat/chat-request.js';
import { readReasoningEffort, type ReasoningEffort } from '../openai-chat/reasoning-effort.js';
import type { ChoiceWriter } from '../openai-chat/chunk-writer.js';
import type { ClaudeFamily } from './families.js';
import type { ClaudeBlock, ThinkingBlock } from './wire-types.js';

/** The signed thoughts that a message carries: `thinking_blocks`, as our replies do, or blocks among its content. */
export function thoughtsOf(message: JsonObject): ThinkingBlock[] {
  return readThinkingBlocks(objectsOf(message['thinking_blocks'] ?? message['content']));
}

/** Only signed blocks: Claude refuses thoughts without its signature. */
export function readThinkingBlocks(blocks: readonly ClaudeBlock[]): ThinkingBlock[] {
  return blocks.flatMap((block): ThinkingBlock[] => {
    const signature = textOf(block.signature);
    const data = textOf(block.data);
    if (block.type === 'thinking' && signature !== '') {
      return [{ type: 'thinking', thinking: textOf(block.thinking), signature }];
    }
    return block.type === 'redacted_thinking' && data !== '' ? [{ type: 'redacted_thinking', data }] : [];
  });
}

/** In one delta: clients join or replace arrays that they do not know, so that pieces of one would be lost. */
export function writeThoughts(choice: ChoiceWriter, blocks: readonly ClaudeBlock[]): JsonObject[] {
  const thoughts = readThinkingBlocks(blocks);
  return thoughts.length === 0 ? [] : choice.delta({ thinking_blocks: thoughts });
}

export interface ThinkingPlan {
  /** The request's `thinking`; null leaves it to the model. */
  readonly thinking: JsonObject | null;
  /** `output_config.effort`. */
  readonly effort: string | null;
  /** Thinks by a budget: restricts sampling and tool choice. */
  readonly active: boolean;
  /** Whether signed thoughts of earlier turns are given back. */
  readonly keepsBlocks: boolean;
  /** The caller's parameter that was changed or left out. */
  readonly dropped: 'thinking' | 'reasoning_effort' | null;
}

export interface ThinkingInput {
  readonly json: JsonObject;
  readonly messages: readonly ChatMessage[];
  readonly family: ClaudeFamily;
  /** The answer's limit, in which thoughts are counted. */
  readonly maxTokens: number;
  /** A tool must be called, which excludes thinking. */
  readonly forcedTool: boolean;
}

/**
 * How the model shall think, from `reasoning_effort` or Claude's own `thinking`.
 *
 * @see https://docs.claude.com/en/docs/build-with-claude/extended-thinking
 * @throws InvalidRequestError where the effort is none that OpenAI knows
 */
export function planThinking(input: ThinkingInput): ThinkingPlan {
  const { json, family } = input;
  const effort = readReasoningEffort(json);
  const own = isJsonObject(json['thinking']) ? json['thinking'] : null;
  const param = own === null ? 'reasoning_effort' : 'thinking';
  if (own === null && effort === null) return unasked(input);
  if (own === null ? effort === 'none' : own['type'] === 'disabled') {
    if (family.thinksUnasked === 'always') return least(param);
    const plan = off(family, null);
    return own === null || family.thinking === 'none' ? plan : { ...plan, thinking: own };
  }
  if (family.thinking === 'none') return off(family, param);
  const adaptive = own?.['type'] === 'adaptive' ? own : toAdaptive(family);
  const named = effort === null ? null : toEffort(effort, family);
  if (input.forcedTool) {
    if (family.thinksUnasked !== 'always') return off(family, param);
    // It cannot think with a forced tool; the effort still applies to the call.
    return { ...least(own === null ? null : param), effort: named };
  }
  const byBudget =
    own === null ? family.thinking === 'budget' : own['type'] === 'enabled' && family.thinking !== 'adaptive';
  if (!byBudget && family.thinking !== 'budget') {
    const isChanged = own === null ? named !== effort : adaptive !== own;
    return on(adaptive, named, isChanged ? param : null);
  }
  const budget = fitBudget(own === null ? BUDGETS[effort ?? ''] : countOf(own['budget_tokens']), input.maxTokens);
  // Claude refuses to think after tool results if the thoughts before the calls are missing, and after a prefill.
  if (budget === null || hasLostThoughts(input.messages) || isPrefilled(input.messages)) return off(family, param);
  return on({ type: 'enabled', budget_tokens: budget }, null, own === null || byBudget ? null : param);
}

function unasked({ family, forcedTool }: ThinkingInput): ThinkingPlan {
  // A forced tool excludes thinking, also where thinking is the model's default.
  if (forcedTool && family.thinksUnasked === 'yes') return off(family, null);
  const keepsBlocks = family.thinking === 'adaptive';
  return { thinking: null, effort: null, active: false, keepsBlocks, dropped: null };
}

function on(thinking: JsonObject, effort: string | null, dropped: ThinkingPlan['dropped']): ThinkingPlan {
  return { thinking, effort, active: true, keepsBlocks: true, dropped };
}

function off(family: ClaudeFamily, dropped: ThinkingPlan['dropped']): ThinkingPlan {
  const isDefault = family.thinking === 'none' || family.thinking === 'budget';
  const thinking = isDefault ? null : { type: 'disabled' };
  return { thinking, effort: null, active: false, keepsBlocks: false, dropped };
}

/** The nearest to "off" on a model that always thinks and refuses `disabled`. */
function least(dropped: ThinkingPlan['dropped']): ThinkingPlan {
  return { thinking: null, effort: 'low', active: false, keepsBlocks: true, dropped };
}

/** From Opus 4.7 on thoughts are left out of the reply unless `display` asks for them. */
function toAdaptive(family: ClaudeFamily): JsonObject {
  return { type: 'adaptive', ...(family.thinking === 'adaptive' && { display: 'summarized' }) };
}

function toEffort(effort: ReasoningEffort, family: ClaudeFamily): string {
  if (effort === 'minimal') return 'low';
  return effort === 'xhigh' && !family.xhigh ? 'max' : effort;
}

const MIN_BUDGET = 1024;
const BUDGETS: Readonly<Record<string, number | undefined>> = {
  minimal: MIN_BUDGET,
  low: 2048,
  medium: 8192,
  high: 16_384,
  xhigh: 32_768,
};

/** Tokens for thoughts, within the answer's limit; null where the limit is too low for any. */
function fitBudget(wanted: number | null | undefined, maxTokens: number): number | null {
  if (maxTokens <= MIN_BUDGET) return null;
  if (wanted === undefined || wanted === null) return maxTokens - 1;
  return Math.max(MIN_BUDGET, Math.min(wanted, Math.floor(maxTokens * 0.8)));
}

/** Whether the conversation ends with tool results whose calls have no signed thoughts. */
function hasLostThoughts(messages: readonly ChatMessage[]): boolean {
  let waits = false;
  for (const message of messages.toReversed()) {
    if (message.role === 'tool') waits = true;
    else if (message.role === 'assistant') {
      if (message.toolCalls.length === 0) return false;
      if (waits && thoughtsOf(message.json).length === 0) return true;
    } else if (message.role === 'user' && waits) return false;
  }
  return false;
}

/** Whether the last message is the beginning of the answer, which the model continues. */
export function isPrefilled(messages: readonly ChatMessage[]): boolean {
  const last = messages.findLast(({ role }) => role !== 'system');
  return last?.role === 'assistant' && last.parts.some(({ text }) => text.trim() !== '');
}
