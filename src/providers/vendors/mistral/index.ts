import { objectOf } from '../../../core/json.js';
import { defineProvider } from '../../define-provider.js';
import { modelListing } from '../openai-compatible/models.js';
import { ApiKeyCredentials } from '../../auth/credential.js';
import { bearer, withHeaders } from '../../auth/headers.js';
import { accountWithKey } from '../../environment-account.js';
import type { TextContinuation, Translation } from '../../provider-strategy.js';
import { acceptOf, jsonPost } from '../../transport/json-post.js';
import { completions } from './completions.js';
import { convertUsage } from './convert-usage.js';
import { embeddings } from './embeddings.js';
import { fromResponse } from './from-response.js';
import { fromStream } from './from-stream.js';
import { readError } from './read-error.js';
import { speech } from './speech.js';
import { toRequest } from './to-request.js';
import { transcription } from './transcription.js';

const BASE_URL = 'https://api.mistral.ai/v1';

/** @see https://docs.mistral.ai/api/ */
export const mistral = defineProvider({
  vendor: 'mistral',
  label: 'Mistral AI',
  telemetryName: 'mistral_ai',
  defaultBaseUrl: BASE_URL,
  requestIdHeaders: ['x-request-id', 'mistral-correlation-id'],
  extensionParameters: { 'audio/transcriptions': ['diarize'] },
  prices: [{ vendor: 'mistral', source: 'mistral', ownerOf: () => 'mistral' }],
  fromEnvironment: (read) => accountWithKey(read, 'MISTRAL_API_KEY'),
  credentials: ApiKeyCredentials,
  connect: ({ baseUrl, credentials }) => {
    const base = baseUrl ?? BASE_URL;
    const secrets = bearer(credentials.apiKey);
    const chat = chatAt(`${base}/chat/completions`);
    return {
      endpoints: {
        'chat/completions': chat,
        completions: completions(chat, `${base}/fim/completions`),
        embeddings: embeddings(`${base}/embeddings`),
        'audio/speech': speech(`${base}/audio/speech`),
        'audio/transcriptions': transcription(`${base}/audio/transcriptions`),
      },
      sign: (request) => withHeaders(request, secrets),
      readError,
      models: modelListing(`${base}/models`),
    };
  },
});

/** Magistral thinks before it answers, so it does not go on with an answer. @see https://docs.mistral.ai/capabilities/completion/prefix */
function continuesText(model: string): TextContinuation | null {
  return model.includes('magistral') ? null : { marks: { prefix: true }, repeats: true };
}

/** Near to OpenAI's API, but strict about unknown members, so translated rather than passed through. */
function chatAt(url: string): Translation {
  return {
    kind: 'translation',
    toRequest: ({ model, stream, body }) => {
      const { body: json, dropped } = toRequest(body, model, stream);
      return { request: jsonPost(url, json, acceptOf({ stream })), dropped };
    },
    fromResponse,
    usageOf: ({ usage }) => convertUsage(objectOf(usage)),
    stream: fromStream,
    continuesText,
  };
}
