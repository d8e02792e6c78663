import { IsIn, IsOptional, IsUrl, Matches, ValidateIf } from 'class-validator';
import type { CredentialField } from '../../provider-strategy.js';
import { Token } from '../../auth/bearer.js';

export type AuthMethod = 'apiKey' | 'entra' | 'managedIdentity';

const isEntra = ({ authMethod }: AzureCredentials) => authMethod === 'entra';
const HOST = { protocols: ['https', 'http'], require_protocol: true, require_tld: false, disallow_auth: true };

/** The account of one Azure OpenAI resource. */
export class AzureCredentials {
  @IsOptional()
  @Matches(/^[a-z0-9][a-z0-9-]{0,62}$/i, { message: '$property must be letters, digits and hyphens' })
  resourceName?: string;

  @IsOptional()
  @Matches(/^(?!\.+$)[\w.-]{1,64}$/, { message: '$property must be letters, digits, hyphens, underscores and dots' })
  deploymentId?: string;

  @IsOptional()
  @Matches(/^(\d{4}-\d{2}-\d{2}(-preview)?|preview|latest|v1)$/, {
    message: '$property must be a date such as 2024-10-21, or preview',
  })
  apiVersion?: string;

  @IsIn(['apiKey', 'entra', 'managedIdentity'])
  authMethod: AuthMethod = 'apiKey';

  @ValidateIf(({ authMethod }: AzureCredentials) => authMethod === 'apiKey')
  @Token()
  apiKey?: string;

  @ValidateIf(isEntra)
  @Matches(/^(?!\.+$)[\w.-]{1,255}$/, { message: '$property must be the id or a domain of the tenant' })
  tenantId?: string;

  @ValidateIf((credentials: AzureCredentials) => isEntra(credentials) || credentials.clientId !== undefined)
  @Matches(/^[\w-]{1,64}$/, { message: '$property must be an application id' })
  clientId?: string;

  @ValidateIf(isEntra)
  @Token()
  clientSecret?: string;

  @IsOptional()
  @IsUrl(HOST, { message: '$property must be a URL' })
  authorityHost?: string;

  @IsOptional()
  @IsUrl(HOST, { message: '$property must be a URL' })
  metadataHost?: string;
}

const optional = (name: string, description: string, more: Partial<CredentialField> = {}): CredentialField => ({
  name,
  required: false,
  secret: false,
  description,
  ...more,
});

export const AZURE_FIELDS: readonly CredentialField[] = [
  optional('resourceName', 'Name of the resource: https://NAME.openai.azure.com. Needed unless a base URL is given', {
    choosesHost: true,
    example: 'my-resource',
  }),
  optional('deploymentId', 'One deployment for every model; without it the model names the deployment'),
  optional('apiVersion', 'Dated API version (2024-10-21) for the deployments URLs; without it the v1 API is called'),
  {
    name: 'authMethod',
    required: true,
    secret: false,
    description: 'apiKey, entra or managedIdentity',
    example: 'apiKey',
  },
  optional('apiKey', 'Key of the resource (apiKey)', { secret: true }),
  optional('tenantId', 'Directory (tenant) id (entra)'),
  optional('clientId', 'Application id (entra), or a user-assigned identity (managedIdentity)'),
  optional('clientSecret', 'Client secret of the application (entra)', { secret: true }),
  optional('authorityHost', 'Entra authority of another cloud; https://login.microsoftonline.com by default', {
    choosesHost: true,
  }),
  optional('metadataHost', 'Instance metadata service of another place; http://169.254.169.254 by default', {
    choosesHost: true,
  }),
];
