/**
 * What vendors can be asked for, named by the paths of OpenAI's API. How callers ask for it, and on which paths, is
 * defined in `gateway/endpoints`.
 */
export const ENDPOINTS = [
  'chat/completions',
  'completions',
  'embeddings',
  'images/generations',
  'audio/speech',
  'audio/transcriptions',
] as const;

/** Those whose answer is text that a model writes: they are charged by prompt and answer. */
export const TEXT_ENDPOINTS: ReadonlySet<string> = new Set<Endpoint>(['chat/completions', 'completions']);

/** Injects the paths below the gateway's prefixes on which callers ask, of all public APIs. */
export const SERVED_PATHS = Symbol('SERVED_PATHS');

export type Endpoint = (typeof ENDPOINTS)[number];
