import type { Schemas } from './client.js';

export type Endpoint = Schemas['ExplainBody']['endpoint'];

/** Of the gateway, as paths and as the log names them. */
export const ENDPOINTS: readonly Endpoint[] = [
  'chat/completions',
  'completions',
  'embeddings',
  'images/generations',
  'audio/speech',
  'audio/transcriptions',
];
