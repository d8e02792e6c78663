import { UnsupportedParameterError } from '../../../core/errors.js';
import type { JsonBody } from '../../../core/json-body.js';
import { accountWithKey } from '../../environment-account.js';
import { ownerBeforeSlash } from '../../price-source.js';
import type { TextContinuation } from '../../provider-strategy.js';
import { openAiCompatible } from '../openai-compatible/openai-compatible.js';
import { frameMapper, mapBody, readUsage } from './map-reply.js';
import { prepareChat } from './prepare-chat.js';
import { readError } from './read-error.js';

/** @see https://console.groq.com/docs/openai */
export const groq = openAiCompatible({
  vendor: 'groq',
  label: 'Groq',
  defaultBaseUrl: 'https://api.groq.com/openai/v1',
  endpoints: ['chat/completions', 'audio/speech', 'audio/transcriptions'],
  dialects: {
    'chat/completions': { prepare: prepareChat, mapBody, frameMapper, continuesText },
    'audio/transcriptions': { prepare: refuseStream },
  },
  readError,
  readUsage,
  prices: [{ vendor: 'groq', source: 'groq', ownerOf: ownerBeforeSlash }],
  fromEnvironment: (read) => accountWithKey(read, 'GROQ_API_KEY'),
});

const REASONS = /gpt-oss|qwen3|qwen-3|qwq|deepseek-r1|compound/;

/** Models that think first begin anew. @see https://console.groq.com/docs/prefilling */
function continuesText(model: string): TextContinuation | null {
  return REASONS.test(model) ? null : { marks: {}, repeats: false };
}

function refuseStream(body: JsonBody): { readonly body: JsonBody; readonly dropped: readonly string[] } {
  if (body.get('stream') === 'true') {
    throw new UnsupportedParameterError('stream', 'Transcripts of Groq are not streamed.');
  }
  return { body, dropped: [] };
}
