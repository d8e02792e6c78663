import { openAiCompatible } from '../openai-compatible/openai-compatible.js';
import { frameMapper, mapBody, readUsage } from './map-reply.js';
import { prepareChat } from './prepare-chat.js';
import { readError } from './read-error.js';

/** @see https://console.groq.com/docs/openai */
export const groq = openAiCompatible({
  vendor: 'groq',
  label: 'Groq',
  baseUrl: 'https://api.groq.com/openai/v1',
  endpoints: ['chat/completions', 'audio/speech', 'audio/transcriptions'],
  dialects: { 'chat/completions': { prepare: prepareChat, mapBody, frameMapper } },
  readError,
  readUsage,
});
