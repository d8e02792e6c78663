import { ENDPOINTS } from '../../../core/endpoints.js';
import { openAiCompatibleWith } from '../openai-compatible/openai-compatible.js';
import { withNewTokenLimit } from '../openai-compatible/token-limits.js';
import { ApiKeyCredentials, Credential, Token } from '../../auth/credential.js';
import { bearer } from '../../auth/headers.js';
import { accountWithKey } from '../../environment-account.js';
import { OPENAI_BILL_FORMATS } from './bill-formats.js';

class OpenAiCredentials extends ApiKeyCredentials {
  @Credential({ namesAccount: true, description: 'Organization id (org-…) to bill' }, Token())
  organization?: string;

  @Credential({ namesAccount: true, description: 'Project id (proj_…) to bill' }, Token())
  project?: string;
}

/** @see https://platform.openai.com/docs/api-reference/authentication */
export const openai = openAiCompatibleWith<OpenAiCredentials>(
  {
    credentials: OpenAiCredentials,
    headers: ({ apiKey, organization, project }) => ({
      ...bearer(apiKey),
      ...(organization && { 'openai-organization': organization }),
      ...(project && { 'openai-project': project }),
    }),
  },
  {
    vendor: 'openai',
    label: 'OpenAI',
    defaultBaseUrl: 'https://api.openai.com/v1',
    endpoints: ENDPOINTS,
    billFormats: OPENAI_BILL_FORMATS,
    prices: [{ vendor: 'openai', source: 'openai', ownerOf: () => 'openai' }],
    fromEnvironment: (read) =>
      accountWithKey(read, 'OPENAI_API_KEY', {
        baseUrl: read('OPENAI_BASE_URL'),
        more: { organization: read('OPENAI_ORG_ID'), project: read('OPENAI_PROJECT_ID') },
      }),
    dialects: {
      'chat/completions': {
        keepsMetadata: true,
        prepare: (body) => ({ body: withNewTokenLimit(body), dropped: [] }),
      },
    },
  },
);
