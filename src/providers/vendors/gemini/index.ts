import { defineProvider } from '../../define-provider.js';
import { batchEmbedContents } from '../../formats/gemini-generate-content/embeddings.js';
import { generateContent, modelSegment } from '../../formats/gemini-generate-content/generate-content.js';
import { images } from '../../formats/gemini-generate-content/images.js';
import { readError } from '../../formats/gemini-generate-content/read-error.js';
import { speech } from '../../formats/gemini-generate-content/speech.js';
import { transcription } from '../../formats/gemini-generate-content/transcription.js';
import { ApiKeyCredentials } from '../../auth/credential.js';
import { withHeaders } from '../../auth/headers.js';
import { accountWithKey } from '../../environment-account.js';
import { modelListing } from './models.js';

const BASE_URL = 'https://generativelanguage.googleapis.com';

/** Gemini by Google AI Studio. @see https://ai.google.dev/api */
export const gemini = defineProvider({
  vendor: 'gemini',
  label: 'Google AI Studio',
  telemetryName: 'gcp.gemini',
  defaultBaseUrl: BASE_URL,
  requestIdHeaders: ['x-request-id'],
  extensionParameters: { completions: ['top_k'], embeddings: ['task_type'], 'images/generations': ['seed'] },
  prices: [
    {
      vendor: 'gemini',
      source: 'google',
      serves: (model) => /^(gemini|text-embedding)-/.test(model),
      inputPriceHoldsForAudio: (model) => model.startsWith('gemini'),
      ownerOf: () => 'google',
    },
  ],
  fromEnvironment: (read) => accountWithKey(read, 'GEMINI_API_KEY'),
  credentials: ApiKeyCredentials,
  connect: ({ baseUrl, credentials }) => {
    const base = baseUrl ?? BASE_URL;
    const dialect = { label: 'Google AI Studio', sendsCallIds: true, takesLabels: false };
    const addressOf = (model: string) => `${base}/v1beta/models/${modelSegment(bare(model))}`;
    return {
      endpoints: {
        'chat/completions': generateContent(dialect, addressOf),
        embeddings: batchEmbedContents(addressOf),
        'images/generations': images(addressOf),
        'audio/speech': speech(addressOf),
        'audio/transcriptions': transcription(addressOf),
      },
      // Not `?key=`: addresses end up in logs.
      sign: (request) => withHeaders(request, { 'x-goog-api-key': credentials.apiKey }),
      readError,
      models: modelListing(`${base}/v1beta/models?pageSize=1000`),
    };
  },
});

/** The vendor's own list says `models/…`. */
function bare(model: string): string {
  return model.replace(/^models\//, '');
}
