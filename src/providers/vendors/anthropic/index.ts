import { objectOf } from '../../../core/json.js';
import { convertUsage, serviceTierOf } from '../../formats/anthropic-messages/convert-usage.js';
import { claudeContinuesText } from '../../formats/anthropic-messages/families.js';
import { fromResponse } from '../../formats/anthropic-messages/from-response.js';
import { fromStream } from '../../formats/anthropic-messages/from-stream.js';
import { readError } from '../../formats/anthropic-messages/read-error.js';
import { toRequest } from '../../formats/anthropic-messages/to-request.js';
import { defineProvider } from '../../define-provider.js';
import type { Translation } from '../../provider-strategy.js';
import { ApiKeyCredentials } from '../../auth/credential.js';
import { withHeaders } from '../../auth/headers.js';
import { accountWithKey } from '../../environment-account.js';
import { acceptOf, jsonPost } from '../../transport/json-post.js';
import { ANTHROPIC_BILL_FORMATS } from './bill-formats.js';
import { modelListing } from './models.js';

const LABEL = 'Anthropic';
const BASE_URL = 'https://api.anthropic.com';
const VERSION = { 'anthropic-version': '2023-06-01' };

/** @see https://docs.claude.com/en/api/overview */
export const anthropic = defineProvider({
  vendor: 'anthropic',
  label: LABEL,
  defaultBaseUrl: BASE_URL,
  requestIdHeaders: ['x-request-id', 'request-id'],
  extensionParameters: { completions: ['top_k'] },
  billFormats: ANTHROPIC_BILL_FORMATS,
  prices: [{ vendor: 'anthropic', source: 'anthropic', ownerOf: () => 'anthropic' }],
  fromEnvironment: (read) => accountWithKey(read, 'ANTHROPIC_API_KEY', { baseUrl: read('ANTHROPIC_BASE_URL') }),
  credentials: ApiKeyCredentials,
  connect: ({ baseUrl, credentials }) => {
    const base = baseUrl ?? BASE_URL;
    return {
      endpoints: { 'chat/completions': messages(`${base}/v1/messages`) },
      sign: (request) => withHeaders(request, { 'x-api-key': credentials.apiKey }),
      readError,
      models: modelListing(`${base}/v1/models?limit=1000`, { accept: 'application/json', ...VERSION }),
    };
  },
});

function messages(url: string): Translation {
  return {
    kind: 'translation',
    toRequest: ({ model, stream, body }) => {
      const { body: json, dropped } = toRequest(body, model, { label: LABEL, fetchesUrls: true, stream });
      const request = jsonPost(url, { model, ...json, ...(stream && { stream }) }, acceptOf({ stream }));
      return { request: withHeaders(request, VERSION), dropped };
    },
    fromResponse,
    usageOf: ({ usage }) => convertUsage(objectOf(usage)),
    serviceTierOf: ({ usage }) => serviceTierOf(objectOf(usage)),
    stream: fromStream,
    continuesText: claudeContinuesText,
  };
}
