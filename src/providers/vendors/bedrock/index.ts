import { objectOf } from '../../../core/json.js';
import { defineProvider } from '../../define-provider.js';
import type { Translation } from '../../provider-strategy.js';
import { claudeContinuesText } from '../../formats/anthropic-messages/families.js';
import { ambientAwsIdentity } from '../../auth/aws-identity.js';
import { bearer, withHeaders } from '../../auth/headers.js';
import { signSigV4, type AwsIdentity } from '../../auth/sigv4.js';
import type { Attribution } from '../../auth/attribution.js';
import type { Transport } from '../../transport/transport.js';
import { modelRequest, originOf } from './addresses.js';
import { type AssumedRole, assumeRole, RoleSessions, sessionOf } from './assume-role.js';
import { convertUsage, serviceTierOf } from './convert-usage.js';
import { BedrockCredentials } from './credentials.js';
import { embeddings } from './embeddings.js';
import { bedrockFamily } from './families.js';
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
  telemetryName: 'aws.bedrock',
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
  credentialUrls: ({ stsUrl }) => (stsUrl === undefined ? [] : [stsUrl]),
  connect: ({ baseUrl, credentials, transport }) => {
    const { region, apiKey } = credentials;
    const base = baseUrl ?? originOf(region);
    const ambient = ambientAwsIdentity();
    const own = ownIdentity(credentials);
    const sessions = roleSessions(credentials, transport, (signal) => own ?? ambient.get(signal));
    const owned = (adapter: Translation) =>
      sessions === null ? adapter : withSession(adapter, credentials.tags ?? NO_TAGS);
    return {
      endpoints: {
        'chat/completions': owned(converse(base)),
        embeddings: owned(embeddings(base)),
        'images/generations': owned(images(base)),
      },
      ...(sessions !== null && { attributesCalls: true }),
      sign: async (request, signal, options) => {
        if (apiKey !== undefined) return withHeaders(request, bearer(apiKey));
        const identity = await (sessions?.get(request.session, signal, options) ?? own ?? ambient.get(signal, options));
        return signSigV4(request, identity, { service: 'bedrock', region }, new Date());
      },
      readError: (reply) => {
        const failure = readError(reply);
        const isFetched = sessions !== null || (own === null && apiKey === undefined);
        return isFetched && failure.kind === 'credentials-rejected' ? { ...failure, signAfresh: true } : failure;
      },
    };
  },
});

/** Null for the machine's own role. */
function ownIdentity({ accessKeyId, secretAccessKey, sessionToken }: BedrockCredentials): AwsIdentity | null {
  if (accessKeyId === undefined || secretAccessKey === undefined) return null;
  return { accessKeyId, secretAccessKey, ...(sessionToken !== undefined && { sessionToken }) };
}

const NO_TAGS: Attribution = {};

/** Null where no role is assumed. */
function roleSessions(
  { roleArn, externalId, region, stsUrl }: BedrockCredentials,
  transport: Transport,
  identity: AssumedRole['identity'],
): RoleSessions | null {
  if (roleArn === undefined) return null;
  const role = {
    roleArn,
    region,
    stsUrl: stsUrl ?? null,
    transport,
    identity,
    ...(externalId !== undefined && { externalId }),
  };
  return new RoleSessions((session, signal) => assumeRole(role, session, signal));
}

/** Each call says by which session it is signed. */
function withSession(adapter: Translation, tags: Attribution): Translation {
  return {
    ...adapter,
    toRequest: async (call) => {
      const session = sessionOf(tags, call.owner);
      const { request, dropped } = await adapter.toRequest(call);
      return { request: { ...request, session }, dropped };
    },
  };
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
    serviceTierOf,
    stream: fromStream,
    continuesText: (model) => (bedrockFamily(model).claude === null ? null : claudeContinuesText(model)),
  };
}
