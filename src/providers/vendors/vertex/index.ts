import { defineProvider } from '../../define-provider.js';
import { vertexEmbeddings } from '../../formats/gemini-generate-content/embeddings.js';
import { images } from '../../formats/gemini-generate-content/images.js';
import { speech } from '../../formats/gemini-generate-content/speech.js';
import { transcription } from '../../formats/gemini-generate-content/transcription.js';
import { AccessTokenCache } from '../../auth/access-token-cache.js';
import { withToken } from '../../auth/headers.js';
import { fetchGoogleToken } from '../../auth/google-access-token.js';
import { addressesAt, originOf } from './addresses.js';
import { bare, chatByModel } from './chat.js';
import { identityOf, tokenUrlsOf, VertexCredentials } from './credentials.js';
import { fromEnvironment } from './from-environment.js';
import { modelListing } from './models.js';
import { readError } from './read-error.js';

/** Google Vertex AI: Gemini, Claude, and the open models that it serves. @see https://cloud.google.com/vertex-ai/docs */
export const vertex = defineProvider<VertexCredentials>({
  vendor: 'vertex',
  label: 'Google Vertex AI',
  telemetryName: 'gcp.vertex_ai',
  defaultBaseUrl: null,
  // The second is Claude's.
  requestIdHeaders: ['x-request-id', 'request-id'],
  extensionParameters: { completions: ['top_k'], embeddings: ['task_type'], 'images/generations': ['seed'] },
  prices: [
    {
      vendor: 'vertex',
      source: 'google',
      fallback: 'anthropic',
      // Open models are free or absent on the Gemini API, and billed by the hour on Vertex unless served as `-maas`.
      serves: (model) => /^(gemini|claude|text-embedding)-|-maas$/.test(model),
      inputPriceHoldsForAudio: (model) => model.startsWith('gemini'),
      ownerOf: (model) => (model.startsWith('claude') ? 'anthropic' : 'google'),
    },
  ],
  fromEnvironment,
  credentials: VertexCredentials,
  credentialUrls: tokenUrlsOf,
  connect: ({ baseUrl, credentials, transport }) => {
    const origin = baseUrl ?? originOf(credentials.region);
    const addresses = addressesAt(origin, credentials);
    const google = (model: string) => addresses.model('google', bare(model));
    const identity = identityOf(credentials);
    const tokens = new AccessTokenCache((signal) => fetchGoogleToken(identity, transport, signal));
    return {
      endpoints: {
        'chat/completions': chatByModel(addresses, credentials.labels ?? null),
        embeddings: vertexEmbeddings(google),
        'images/generations': images(google),
        'audio/speech': speech(google),
        'audio/transcriptions': transcription(google),
      },
      ...(credentials.labels !== undefined && { attributesCalls: true }),
      sign: (request, signal, options) => withToken(request, tokens.get(signal, options)),
      // A token may be revoked before its time.
      readError: (reply) => ({ ...readError(reply), ...(reply.status === 401 && { signAfresh: true }) }),
      models: modelListing(`${origin}/v1beta1/publishers/google/models?pageSize=1000`, credentials.projectId),
    };
  },
});
