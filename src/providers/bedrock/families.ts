import { claudeFamily, type ClaudeFamily } from '../claude/families.js';

/** What the models behind Converse can do; the operation is one, the models are not. */
export interface BedrockFamily {
  /** Null for everything that is not Claude. */
  readonly claude: ClaudeFamily | null;
  readonly kind: 'claude' | 'nova' | 'nova-2' | 'gpt-oss' | 'mistral' | 'other';
  /** How an answer by JSON schema is had: natively, by a forced tool, or by asking for it. */
  readonly structuredOutput: 'native' | 'tool' | 'instruction';
  /** What of `toolChoice` is known beside `auto`. */
  readonly toolChoice: 'any-and-tool' | 'any' | 'none';
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
  caching: 'nowhere',
  hourCache: false,
};
const NOVA: BedrockFamily = { ...OTHER, kind: 'nova', caching: 'not-in-tools' };
const NATIVE: BedrockFamily = { ...OTHER, structuredOutput: 'native' };

/** The first pattern that the id matches; ids carry regions before the name and versions behind it. */
const FAMILIES: readonly (readonly [RegExp, BedrockFamily])[] = [
  [/nova-2/, { ...NOVA, kind: 'nova-2' }],
  [/nova/, NOVA],
  [/gpt-oss/, { ...NATIVE, kind: 'gpt-oss' }],
  [/magistral|ministral|mistral-large-3|voxtral/, { ...NATIVE, kind: 'mistral', toolChoice: 'any' }],
  [/mistral|mixtral|pixtral/, { ...OTHER, kind: 'mistral', toolChoice: 'any' }],
  [/gemma-3|qwen3|deepseek\.v3|minimax|kimi|nemotron/, NATIVE],
  [/llama|titan|cohere|jamba|deepseek/, { ...OTHER, structuredOutput: 'instruction', toolChoice: 'none' }],
];

/** The Claude models that Bedrock compiles schemas for: not what came later, nor what came a little earlier elsewhere. */
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
    claude: { ...claude, structuredOutput: isNative },
    kind: 'claude',
    structuredOutput: isNative ? 'native' : standIn,
    toolChoice: 'any-and-tool',
    caching: 'everywhere',
    hourCache: !BEFORE_HOUR_CACHE.test(id),
  };
}
