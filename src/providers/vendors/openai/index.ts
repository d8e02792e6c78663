import { IsOptional } from 'class-validator';
import { ENDPOINTS } from '../../../core/endpoints.js';
import { openAiCompatibleWith } from '../openai-compatible/openai-compatible.js';
import { withNewTokenLimit } from '../openai-compatible/token-limits.js';
import { API_KEY_FIELD, ApiKeyCredentials, bearer, Token } from '../../auth/bearer.js';

export class OpenAiCredentials extends ApiKeyCredentials {
  @IsOptional()
  @Token()
  organization?: string;

  @IsOptional()
  @Token()
  project?: string;
}

/** @see https://platform.openai.com/docs/api-reference/authentication */
export const openai = openAiCompatibleWith<OpenAiCredentials>(
  {
    credentials: OpenAiCredentials,
    fields: [
      API_KEY_FIELD,
      {
        name: 'organization',
        required: false,
        secret: false,
        namesAccount: true,
        description: 'Organization id (org-…) to bill',
      },
      {
        name: 'project',
        required: false,
        secret: false,
        namesAccount: true,
        description: 'Project id (proj_…) to bill',
      },
    ],
    headers: ({ apiKey, organization, project }) => ({
      ...bearer(apiKey),
      ...(organization && { 'openai-organization': organization }),
      ...(project && { 'openai-project': project }),
    }),
  },
  {
    vendor: 'openai',
    label: 'OpenAI',
    baseUrl: 'https://api.openai.com/v1',
    endpoints: ENDPOINTS,
    dialects: {
      'chat/completions': {
        keepsMetadata: true,
        prepare: (body) => ({ body: withNewTokenLimit(body), dropped: [] }),
      },
    },
  },
);
