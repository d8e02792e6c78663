import type { Endpoint } from '../../../core/endpoints.js';
import { SandboxError } from './answer.js';
import type { Rehearsal } from './rehearse.js';

export interface SandboxModel {
  readonly id: string;
  readonly endpoints: readonly Endpoint[];
  readonly rehearsal: Rehearsal;
}

const TEXT: readonly Endpoint[] = ['chat/completions', 'completions'];

export const SANDBOX_MODELS: readonly SandboxModel[] = [
  { id: 'sandbox-1', endpoints: TEXT, rehearsal: 'plain' },
  { id: 'sandbox-embed', endpoints: ['embeddings'], rehearsal: 'plain' },
  { id: 'sandbox-image', endpoints: ['images/generations'], rehearsal: 'plain' },
  { id: 'sandbox-speech', endpoints: ['audio/speech'], rehearsal: 'plain' },
  { id: 'sandbox-transcribe', endpoints: ['audio/transcriptions'], rehearsal: 'plain' },
  { id: 'sandbox-slow', endpoints: TEXT, rehearsal: 'slow' },
  { id: 'sandbox-429', endpoints: TEXT, rehearsal: 'rate-limited' },
  { id: 'sandbox-500', endpoints: TEXT, rehearsal: 'failing' },
  { id: 'sandbox-cut', endpoints: TEXT, rehearsal: 'cut' },
  { id: 'sandbox-stall', endpoints: TEXT, rehearsal: 'stalled' },
];

/** @throws SandboxError in OpenAI's words, where there is no such model or not at this endpoint */
export function modelFor(id: unknown, endpoint: Endpoint): SandboxModel {
  const model = SANDBOX_MODELS.find((known) => known.id === id);
  if (model === undefined) {
    throw new SandboxError(404, 'model_not_found', `The model \`${String(id)}\` does not exist.`, 'model');
  }
  if (model.endpoints.includes(endpoint)) return model;
  throw new SandboxError(404, null, `The model \`${model.id}\` is not supported at v1/${endpoint}.`, 'model');
}
