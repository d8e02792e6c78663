/** The six things a caller can ask for, named by their URL paths. */
export const ENDPOINTS = [
  'chat/completions',
  'completions',
  'embeddings',
  'images/generations',
  'audio/speech',
  'audio/transcriptions',
] as const;

export type Endpoint = (typeof ENDPOINTS)[number];
