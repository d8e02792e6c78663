/** What differs from one Claude generation to the next, on every cloud that serves it. */
export interface ClaudeFamily {
  /** The most tokens one answer can have: the default where the caller sets no limit. */
  readonly maxTokens: number;
  /** Answers by JSON schema, and strict tools. */
  readonly structuredOutput: boolean;
  /** `budget`: a number of tokens; `adaptive`: an effort; `either` takes both. */
  readonly thinking: 'none' | 'budget' | 'either' | 'adaptive';
  /** `one`: temperature or top_p, not both; `refused`: neither, nor top_k. */
  readonly sampling: 'free' | 'one' | 'refused';
  /** Knows the effort between `high` and `max`. */
  readonly xhigh: boolean;
  /** Takes system messages in the middle of a conversation. */
  readonly systemMessages: boolean;
}

const OLD: ClaudeFamily = {
  maxTokens: 4096,
  structuredOutput: false,
  thinking: 'none',
  sampling: 'free',
  xhigh: false,
  systemMessages: false,
};
const CLAUDE_3_5: ClaudeFamily = { ...OLD, maxTokens: 8192 };
const CLAUDE_3_7: ClaudeFamily = { ...OLD, maxTokens: 64_000, thinking: 'budget' };
const OPUS_4: ClaudeFamily = { ...OLD, maxTokens: 32_000, thinking: 'budget' };
const OPUS_4_1: ClaudeFamily = { ...OPUS_4, structuredOutput: true, sampling: 'one' };
const CLAUDE_4_5: ClaudeFamily = { ...CLAUDE_3_7, structuredOutput: true, sampling: 'one' };
const CLAUDE_4_6: ClaudeFamily = { ...CLAUDE_4_5, maxTokens: 128_000, thinking: 'either' };
const OPUS_4_7: ClaudeFamily = { ...CLAUDE_4_6, thinking: 'adaptive', sampling: 'refused', xhigh: true };
const NEWEST: ClaudeFamily = { ...OPUS_4_7, systemMessages: true };

/** The first pattern that the id matches; ids carry dates, `@` versions and Bedrock's prefixes around the name. */
const FAMILIES: readonly (readonly [RegExp, ClaudeFamily])[] = [
  [/claude-3-7/, CLAUDE_3_7],
  [/claude-3-5/, CLAUDE_3_5],
  [/claude-(?:instant|v?[123](?:\D|$))/, OLD],
  [/(?:opus|sonnet|haiku)-4-5/, CLAUDE_4_5],
  [/(?:opus|sonnet)-4-6/, CLAUDE_4_6],
  [/opus-4-7/, OPUS_4_7],
  [/opus-4-1(?:\D|$)/, OPUS_4_1],
  // A minor version has one or two digits, a date eight.
  [/opus-4(?!-[1-9]\d?(?:\D|$))/, OPUS_4],
  [/sonnet-4(?!-[1-9]\d?(?:\D|$))/, CLAUDE_3_7],
];

/** Models that are not listed are taken for newer than the list. */
export function claudeFamily(model: string): ClaudeFamily {
  const id = model.toLowerCase().replaceAll('.', '-');
  return FAMILIES.find(([pattern]) => pattern.test(id))?.[1] ?? NEWEST;
}
