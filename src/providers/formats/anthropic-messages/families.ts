import type { TextContinuation } from '../../provider-strategy.js';

/** What differs from one Claude generation to the next, on every cloud that serves it. */
export interface ClaudeFamily {
  /** The most tokens one answer can have: the default where the caller sets no limit, and no more are asked for. */
  readonly maxTokens: number;
  /** Answers by JSON schema, and strict tools. */
  readonly structuredOutput: boolean;
  /** `budget`: a number of tokens; `adaptive`: an effort; `either` takes both. */
  readonly thinking: 'none' | 'budget' | 'either' | 'adaptive';
  /** Whether the model thinks where the request has no `thinking`. `always` cannot be turned off. */
  readonly thinksUnasked: 'no' | 'yes' | 'always';
  /** Takes `tool_choice` `any` and `tool`. */
  readonly forcedTools: boolean;
  /** `one`: temperature or top_p, not both; `refused`: neither, nor top_k. */
  readonly sampling: 'free' | 'one' | 'refused';
  /** Knows the effort between `high` and `max`. */
  readonly xhigh: boolean;
  /** Takes system messages between a user's message and the answer to it. */
  readonly systemMessages: boolean;
  /** Goes on with an answer that the conversation ends with; later generations refuse it. */
  readonly prefill: boolean;
}

const OLD: ClaudeFamily = {
  maxTokens: 4096,
  structuredOutput: false,
  thinking: 'none',
  thinksUnasked: 'no',
  forcedTools: true,
  sampling: 'free',
  xhigh: false,
  systemMessages: false,
  prefill: true,
};
const CLAUDE_3_5: ClaudeFamily = { ...OLD, maxTokens: 8192 };
const CLAUDE_3_7: ClaudeFamily = { ...OLD, maxTokens: 64_000, thinking: 'budget' };
const OPUS_4: ClaudeFamily = { ...OLD, maxTokens: 32_000, thinking: 'budget' };
const OPUS_4_1: ClaudeFamily = { ...OPUS_4, structuredOutput: true, sampling: 'one' };
const CLAUDE_4_5: ClaudeFamily = { ...CLAUDE_3_7, structuredOutput: true, sampling: 'one' };
const CLAUDE_4_6: ClaudeFamily = { ...CLAUDE_4_5, maxTokens: 128_000, thinking: 'either', prefill: false };
const OPUS_4_7: ClaudeFamily = { ...CLAUDE_4_6, thinking: 'adaptive', sampling: 'refused', xhigh: true };
const OPUS_4_8: ClaudeFamily = { ...OPUS_4_7, systemMessages: true };
const SONNET_5: ClaudeFamily = { ...OPUS_4_7, thinksUnasked: 'yes' };
const OPUS_5: ClaudeFamily = { ...OPUS_4_8, thinksUnasked: 'yes' };
const FABLE_5: ClaudeFamily = { ...OPUS_4_8, thinksUnasked: 'always' };
/** Opus 5.5, Fable 5.1 and Mythos 5.1, and what comes after them. */
const NEWEST: ClaudeFamily = { ...FABLE_5, forcedTools: false };
/** Sonnet 5.5 and unknown names: only what all of the newest models take. */
const NEWEST_OF_ANY_LINE: ClaudeFamily = { ...NEWEST, systemMessages: false };

/** The first pattern that the id matches; ids carry dates, `@` versions and Bedrock's prefixes around the name. */
const FAMILIES: readonly (readonly [RegExp, ClaudeFamily])[] = [
  [/claude-3-7/, CLAUDE_3_7],
  [/claude-3-5/, CLAUDE_3_5],
  [/claude-(?:instant|v?[123](?:\D|$))/, OLD],
  [/(?:opus|sonnet|haiku)-4-5/, CLAUDE_4_5],
  [/(?:opus|sonnet)-4-6/, CLAUDE_4_6],
  [/opus-4-7/, OPUS_4_7],
  [/opus-4-8/, OPUS_4_8],
  [/opus-4-1(?:\D|$)/, OPUS_4_1],
  // A minor version has one or two digits, a date eight.
  [/opus-4(?!-[1-9]\d?(?:\D|$))/, OPUS_4],
  [/sonnet-4(?!-[1-9]\d?(?:\D|$))/, CLAUDE_3_7],
  [/opus-5(?!-[1-9]\d?(?:\D|$))/, OPUS_5],
  [/sonnet-5(?!-[1-9]\d?(?:\D|$))/, SONNET_5],
  [/(?:fable|mythos)-5(?!-[1-9]\d?(?:\D|$))/, FABLE_5],
  [/opus|fable|mythos/, NEWEST],
];

/** A model that is not listed counts as newer than the list, with the strictest rules of its line. */
export function claudeFamily(model: string): ClaudeFamily {
  const id = model.toLowerCase().replaceAll('.', '-');
  return FAMILIES.find(([pattern]) => pattern.test(id))?.[1] ?? NEWEST_OF_ANY_LINE;
}

/** @see https://platform.claude.com/docs/en/build-with-claude/working-with-messages */
export function claudeContinuesText(model: string): TextContinuation | null {
  return claudeFamily(model).prefill ? { marks: {}, repeats: false } : null;
}
