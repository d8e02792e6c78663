import { audioSpeech } from './audio-speech.js';
import { audioTranscriptions } from './audio-transcriptions.js';
import { chatCompletions } from './chat-completions.js';
import { completions } from './completions.js';
import { embeddings } from './embeddings.js';
import type { EndpointSpec } from './endpoint-spec.js';
import { imagesGenerations } from './images-generations.js';

/** Every endpoint that the gateway serves. */
export const ENDPOINT_SPECS: readonly EndpointSpec[] = [
  chatCompletions,
  completions,
  embeddings,
  imagesGenerations,
  audioSpeech,
  audioTranscriptions,
];
