import { objectOf } from '../../../core/json.js';
import { defineProvider } from '../../define-provider.js';
import type { Translation } from '../../provider-strategy.js';
import { ambientAwsIdentity } from '../../auth/aws-identity.js';
import { bearer, withHeaders } from '../../auth/headers.js';
import { signSigV4, type AwsIdentity } from '../../auth/sigv4.js';
import { modelRequest, originOf } from './addresses.js';
import { convertUsage } from './convert-usage.js';
import { BedrockCredentials } from './credentials.js';
import { embeddings } from './embeddings.js';
import { fromEnvironment } from './from-environment.js';
import { fromResponse } from './from-response.js';
import { fromStream } from './from-stream.js';
import { images } from './images.js';
import { LABEL } from './label.js';
import { prices } from './prices.js';
import { readError } from './read-error.js';
import { toRequest } from './to-request.js';

/** @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_Operations_Amazon_Bedrock_Runtime.html */
export const bedrock = defineProvider({
  vendor: 'bedrock',
  label: LABEL,
  defaultBaseUrl: null,
  requestIdHeaders: ['x-request-id', 'x-amzn-requestid'],
  extensionParameters: {
    completions: ['top_k'],
    embeddings: ['input_type', 'truncate', 'embedding_purpose'],
    'images/generations': ['seed'],
  },
  prices,
  fromEnvironment,
  credentials: BedrockCredentials,
  connect: ({ baseUrl, credentials }) => {
    const { region, apiKey } = credentials;
    const base = baseUrl ?? originOf(region);
    const ambient = ambientAwsIdentity();
    const own = ownIdentity(credentials);
    return {
      endpoints: {
        'chat/completions': converse(base),
        embeddings: embeddings(base),
        'images/generations': images(base),
      },
      sign: async (request, signal, options) => {
        if (apiKey !== undefined) return withHeaders(request, bearer(apiKey));
        const identity = own ?? (await ambient.get(signal, options));
        return signSigV4(request, identity, { service: 'bedrock', region }, new Date());
      },
      readError: (reply) => {
        const failure = readError(reply);
        const isAmbient = own === null && apiKey === undefined;
        return isAmbient && failure.kind === 'credentials-rejected' ? { ...failure, signAfresh: true } : failure;
      },
    };
  },
});

/** Null for the machine's own role. */
function ownIdentity({ accessKeyId, secretAccessKey, sessionToken }: BedrockCredentials): AwsIdentity | null {
  if (accessKeyId === undefined || secretAccessKey === undefined) return null;
  return { accessKeyId, secretAccessKey, ...(sessionToken !== undefined && { sessionToken }) };
}

function converse(base: string): Translation {
  return {
    kind: 'translation',
    toRequest: ({ model, stream, body }) => {
      const { body: json, dropped } = toRequest(body, model, stream);
      return { request: modelRequest(base, model, stream ? 'converse-stream' : 'converse', json), dropped };
    },
    fromResponse,
    usageOf: ({ usage }) => convertUsage(objectOf(usage)),
    stream: fromStream,
  };
}
