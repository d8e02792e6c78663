import type { ChatRequest } from './chat-request.js';

export interface TokenLimit {
  /** Null where the caller sets none. */
  readonly tokens: number | null;
  /** The caller's field, where more was asked for than the model can give. */
  readonly dropped: readonly string[];
}

/** The caller's limit within the model's own: vendors refuse to be asked for more. */
export function limitTokens({ json, maxTokens }: ChatRequest, most: number | null): TokenLimit {
  if (maxTokens === null || most === null || maxTokens <= most) return { tokens: maxTokens, dropped: [] };
  const isNew = typeof json['max_completion_tokens'] === 'number';
  return { tokens: most, dropped: [isNew ? 'max_completion_tokens' : 'max_tokens'] };
}
