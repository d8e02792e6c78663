import { NotFoundError } from '../../core/errors.js';
import { defineProvider } from '../define-provider.js';
import type { Translation } from '../provider-strategy.js';
import { AmbientAwsIdentity } from '../signing/aws-identity.js';
import { signSigV4, type AwsIdentity } from '../signing/sigv4.js';
import { BedrockCredentials, CREDENTIAL_FIELDS } from './credentials.js';
import { fromConverseResponse } from './from-response.js';
import { converseStream } from './from-stream.js';
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
    const { region } = credentials;
    const base = baseUrl ?? `https://bedrock-runtime.${region}.${domainOf(region)}`;
    const ambient = new AmbientAwsIdentity();
    const own = ownIdentity(credentials);
    return {
      endpoints: { 'chat/completions': converse(base) },
      sign: async (request, signal) =>
        signSigV4(request, own ?? (await ambient.get(signal)), { service: 'bedrock', region }, new Date()),
      readError: (reply) => {
        const failure = readBedrockError(reply);
        if (failure.kind === 'credentials-rejected') ambient.drop();
        return failure;
      },
    };
  },
});

/** China's regions have a domain of their own. */
function domainOf(region: string): string {
  return region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
}

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
      const accept = stream ? 'application/vnd.amazon.eventstream' : 'application/json';
      const url = `${base}/model/${encodeModel(model)}/${stream ? 'converse-stream' : 'converse'}`;
      const headers = { 'content-type': 'application/json', accept };
      return { request: { method: 'POST', url, headers, body: Buffer.from(JSON.stringify(json)) }, dropped };
    },
    fromResponse: fromConverseResponse,
    stream: converseStream,
  };
}

/** Whole, as one segment of the path; a segment of dots would be another path. */
function encodeModel(model: string): string {
  if (/^\.*$/.test(model)) throw new NotFoundError('model_not_found', `The model '${model}' does not exist.`, 'model');
  return encodeURIComponent(model);
}
