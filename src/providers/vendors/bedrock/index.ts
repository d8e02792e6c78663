import { defineProvider } from '../../define-provider.js';
import type { Translation } from '../../provider-strategy.js';
import { AmbientAwsIdentity } from '../../auth/aws-identity.js';
import { bearer } from '../../auth/bearer.js';
import { signSigV4, type AwsIdentity } from '../../auth/sigv4.js';
import { modelRequest, runtimeHost } from './addresses.js';
import { BedrockCredentials, CREDENTIAL_FIELDS } from './credentials.js';
import { embeddings } from './embeddings.js';
import { fromConverseResponse } from './from-response.js';
import { converseStream } from './from-stream.js';
import { images } from './images.js';
import { LABEL } from './label.js';
import { readBedrockError } from './read-error.js';
import { toConverseRequest } from './to-request.js';

/** @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_Operations_Amazon_Bedrock_Runtime.html */
export const bedrock = defineProvider({
  vendor: 'bedrock',
  label: LABEL,
  defaultBaseUrl: null,
  credentials: BedrockCredentials,
  fields: CREDENTIAL_FIELDS,
  connect: ({ baseUrl, credentials }) => {
    const { region, apiKey } = credentials;
    const base = baseUrl ?? runtimeHost(region);
    const ambient = new AmbientAwsIdentity();
    const own = ownIdentity(credentials);
    return {
      endpoints: {
        'chat/completions': converse(base),
        embeddings: embeddings(base),
        'images/generations': images(base),
      },
      sign: async (request, signal) => {
        if (apiKey !== undefined) return { ...request, headers: { ...request.headers, ...bearer(apiKey) } };
        return signSigV4(request, own ?? (await ambient.get(signal)), { service: 'bedrock', region }, new Date());
      },
      readError: (reply) => {
        const failure = readBedrockError(reply);
        if (failure.kind !== 'credentials-rejected' || own !== null || apiKey !== undefined) return failure;
        ambient.drop();
        return { ...failure, signAfresh: true };
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
      const { body: json, dropped } = toConverseRequest(body, model, stream);
      return { request: modelRequest(base, model, stream ? 'converse-stream' : 'converse', json), dropped };
    },
    fromResponse: fromConverseResponse,
    stream: converseStream,
  };
}
