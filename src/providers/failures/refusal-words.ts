import { mapStatus, type CausesByStatus, type FailureCause } from './to-failure.js';

/** The refusals that callers can act upon by themselves, always under the same code; vendors name them differently. */
export const MODEL_NOT_FOUND = { code: 'model_not_found', param: 'model' } as const;
export const CONTEXT_TOO_LONG = { code: 'context_length_exceeded', param: 'messages' } as const;
export const CONTENT_FILTERED = { code: 'content_filter' } as const;
export const REQUEST_TOO_LARGE = { status: 413, code: 'request_too_large' } as const;

/** Codes by which hosts name a refusal of the content themselves: callers know them, so they are kept. */
export const CONTENT_CODES: ReadonlySet<string> = new Set([
  CONTENT_FILTERED.code,
  'content_policy_violation',
  'moderation_blocked',
  'invalid_prompt',
  'data_inspection_failed',
]);

/**
 * How refusals of a prompt that is too long read. One list for all, since a host of one vendor's format answers for the
 * models of others. Limits of the answer (`max_tokens`) are not among them.
 */
const TOO_LONG = anyOf([
  'context[ _-]?(?:length|window|limit|size)',
  'exceeds? (?:the )?context',
  'prompt (?:is )?too long',
  'prompt exceeds',
  'maximum prompt length',
  'prompt[ _]tokens?[ _](?:count|exceeded)',
  'input is too long',
  'input (?:token )?(?:count|length) (?:is )?(?:too long|exceeds)',
  'input token count',
  'input tokens exceeded',
  'range of input length',
  'too many (?:input )?tokens',
  'exceeds the maximum number of tokens',
  '(?:model|input|prompt|context) token limit',
  'too large for model',
  'maximum model length',
  'must have less than \\d+ tokens',
  'tokens.{0,4} \\+ .{0,4}max_new_tokens',
  'reduce the length of the (?:messages|prompt|input)',
]);

/** The same of a content that a filter, a guardrail or a policy does not let through. */
const CONTENT_REFUSED = anyOf([
  'content[ _](?:filter|policy|moderation)',
  'content management policy',
  'content exists risk',
  'considered high risk',
  'blocked by (?:[\\w ]{1,20} )?(?:guardrail|safety|moderation)',
  'guardrail[\\w ]{0,20} (?:blocked|violat|triggered|intervened)',
  '(?:was|were|been|automatically) flagged',
  '(?:requires|failed|blocked by|rejected by) moderation',
  'moderation[ _]blocked',
  'safety (?:system|check|filter|policy|policies)',
  'safety_check',
  'responsible ?ai',
  'violat\\w+ [^.]{0,60}(?:guideline|polic|practice|terms of)',
  '(?:inappropriate|prohibited|unsafe|sensitive|harmful)[ _](?:content|words?|or sensitive)',
  'sensitive_?content',
  'new_sensitive',
  'data_inspection',
  '\\bnsfw\\b',
  '敏感|违规',
]);

function anyOf(patterns: readonly string[]): RegExp {
  return new RegExp(patterns.join('|'), 'i');
}

/** What a refusal of a request means by its words, under the code of all vendors; null where they say nothing more. */
export function refusalIn(words: string): typeof CONTEXT_TOO_LONG | typeof CONTENT_FILTERED | null {
  if (TOO_LONG.test(words)) return CONTEXT_TOO_LONG;
  return CONTENT_REFUSED.test(words) ? CONTENT_FILTERED : null;
}

/**
 * The cause of a status and its words: some vendors refuse content with 403, and that says nothing about credentials.
 *
 * @param own the vendor's own meaning of a status, where it differs from the usual one
 */
export function causeOf(status: number, words: string, own: CausesByStatus = {}): FailureCause {
  const cause = mapStatus(status, own);
  return cause === 'forbidden' && CONTENT_REFUSED.test(words) ? 'request-rejected' : cause;
}
