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

export type Endpoint = (typeof ENDPOINTS)[number];
