import { claudeFamily, type ClaudeFamily } from '../../formats/anthropic-messages/families.js';

/** What the models behind Converse differ in. */
export interface BedrockFamily {
  /** Null for everything that is not Claude. */
  readonly claude: ClaudeFamily | null;
  readonly kind: 'claude' | 'nova' | 'nova-2' | 'gpt-oss' | 'mistral' | 'other';
  /** How an answer by JSON schema is obtained: natively, by a forced tool, or by an instruction. */
  readonly structuredOutput: 'native' | 'tool' | 'instruction';
  /** What of `toolChoice` is known beside `auto`. */
  readonly toolChoice: 'any-and-tool' | 'any' | 'none';
  /** Takes instructions apart from the conversation. */
  readonly system: boolean;
  /** Calls tools at all. */
  readonly tools: boolean;
  /** Reasons always. */
  readonly reasons: boolean;
  /** Takes `stopSequences`. */
  readonly stops: boolean;
  /** The most tokens that may be asked for, where it is known; Claude's families know their own. */
  readonly maxTokens: number | null;
  /** Where cache points may stand. */
  readonly caching: 'everywhere' | 'not-in-tools' | 'nowhere';
  /** Cache points that last an hour are taken. */
  readonly hourCache: boolean;
}

const OTHER: BedrockFamily = {
  claude: null,
  kind: 'other',
  structuredOutput: 'tool',
  toolChoice: 'any-and-tool',
  system: true,
  tools: true,
  reasons: false,
  stops: true,
  maxTokens: null,
  caching: 'nowhere',
  hourCache: false,
};
const NOVA: BedrockFamily = { ...OTHER, kind: 'nova', caching: 'not-in-tools' };
const NATIVE: BedrockFamily = { ...OTHER, structuredOutput: 'native' };
const WITHOUT_CHOICE: BedrockFamily = { ...OTHER, structuredOutput: 'instruction', toolChoice: 'none' };
const WITHOUT_TOOLS: BedrockFamily = { ...WITHOUT_CHOICE, tools: false };

/** The first pattern that the id matches; ids carry regions before the name and versions behind it. */
const FAMILIES: readonly (readonly [RegExp, BedrockFamily])[] = [
  [/nova-2/, { ...NOVA, kind: 'nova-2', maxTokens: 65_535 }],
  [/nova-(?:micro|lite|pro)/, { ...NOVA, maxTokens: 10_000 }],
  [/nova/, NOVA],
  [/gpt-oss/, { ...NATIVE, kind: 'gpt-oss', stops: false }],
  [/magistral/, { ...NATIVE, kind: 'mistral', toolChoice: 'any', reasons: true }],
  [/ministral|mistral-large-3|voxtral/, { ...NATIVE, kind: 'mistral', toolChoice: 'any' }],
  [/mistral-7b|mixtral/, { ...WITHOUT_TOOLS, kind: 'mistral', system: false }],
  [/mistral|pixtral/, { ...OTHER, kind: 'mistral', toolChoice: 'any' }],
  [/qwen3/, { ...NATIVE, stops: false }],
  [/minimax|kimi-k2-thinking/, { ...NATIVE, reasons: true }],
  [/gemma-3|deepseek\.v3|kimi|nemotron/, NATIVE],
  [/titan|command-(?:text|light)|j2-/, { ...WITHOUT_TOOLS, system: false }],
  [/llama2|llama3-(?:8b|70b)/, { ...WITHOUT_TOOLS, stops: false }],
  [/llama/, { ...WITHOUT_CHOICE, stops: false }],
  [/deepseek\.r1|deepseek-r1/, { ...WITHOUT_TOOLS, reasons: true }],
  [/cohere|jamba|deepseek/, WITHOUT_CHOICE],
];

/** The Claude models with structured output on Bedrock: fewer than on Anthropic's own API. */
const COMPILES_SCHEMAS = /(?:opus|sonnet|haiku)-4-[56](?:\D|$)/;
const BEFORE_HOUR_CACHE = /claude-(?:instant|v?[123]\D)|(?:opus|sonnet)-4(?:-1)?(?:-\d{8}|-v\d|$)/;

/**
 * The family of a model id or ARN. An application inference profile hides its model and is taken for an unknown one.
 *
 * @see https://docs.aws.amazon.com/bedrock/latest/userguide/conversation-inference-supported-models-features.html
 * @see https://docs.aws.amazon.com/bedrock/latest/userguide/structured-output.html
 */
export function bedrockFamily(model: string): BedrockFamily {
  const id = model.toLowerCase();
  if (!id.includes('claude')) return FAMILIES.find(([pattern]) => pattern.test(id))?.[1] ?? OTHER;
  const claude = claudeFamily(id);
  const isNative = COMPILES_SCHEMAS.test(id);
  const standIn = claude.forcedTools ? 'tool' : 'instruction';
  return {
    ...OTHER,
    claude: { ...claude, structuredOutput: isNative },
    kind: 'claude',
    structuredOutput: isNative ? 'native' : standIn,
    caching: 'everywhere',
    hourCache: !BEFORE_HOUR_CACHE.test(id),
  };
}
