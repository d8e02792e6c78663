import { defineProvider } from '../../define-provider.js';
import { vertexEmbeddings } from '../../formats/gemini-generate-content/embeddings.js';
import { googleImages } from '../../formats/gemini-generate-content/images.js';
import { geminiSpeech } from '../../formats/gemini-generate-content/speech.js';
import { geminiTranscription } from '../../formats/gemini-generate-content/transcription.js';
import type { ProviderConnection } from '../../provider-strategy.js';
import { AccessTokenCache } from '../../auth/access-token-cache.js';
import { bearer } from '../../auth/bearer.js';
import { fetchGoogleToken } from '../../auth/google-access-token.js';
import { Addresses, originOf } from './addresses.js';
import { bare, chatByModel } from './chat.js';
import { readVertexError } from './claude-models.js';
import { identityOf, tokenUrlsOf, VERTEX_FIELDS, VertexCredentials } from './credentials.js';
import { modelListing } from './models.js';

/** Google Vertex AI: Gemini, Claude, and the open models that it serves. @see https://cloud.google.com/vertex-ai/docs */
export const vertex = defineProvider<VertexCredentials>({
  vendor: 'vertex',
  label: 'Google Vertex AI',
  defaultBaseUrl: null,
  credentials: VertexCredentials,
  fields: VERTEX_FIELDS,
  credentialUrls: tokenUrlsOf,
  connect: ({ baseUrl, credentials, transport }): ProviderConnection => {
    const { projectId, region } = credentials;
    const origin = baseUrl ?? originOf(region);
    const addresses = new Addresses(origin, projectId, region);
    const google = (model: string) => addresses.model('google', bare(model));
    const identity = identityOf(credentials);
    const tokens = new AccessTokenCache((signal) => fetchGoogleToken(identity, transport, signal));
    return {
      endpoints: {
        'chat/completions': chatByModel(addresses),
        embeddings: vertexEmbeddings(google),
        'images/generations': googleImages(google),
        'audio/speech': geminiSpeech(google),
        'audio/transcriptions': geminiTranscription(google),
      },
      sign: (request, signal) => {
        const withToken = (token: string) => ({ ...request, headers: { ...request.headers, ...bearer(token) } });
        const token = tokens.get(signal);
        return typeof token === 'string' ? withToken(token) : token.then(withToken);
      },
      readError: (reply) => {
        if (reply.status !== 401) return readVertexError(reply);
        // Revoked before its time.
        tokens.drop();
        return { ...readVertexError(reply), signAfresh: true };
      },
      models: modelListing(`${origin}/v1beta1/publishers/google/models?pageSize=1000`, projectId),
    };
  },
});
