import { IsIn, IsUrl, Matches } from 'class-validator';
import { Credential, Token } from '../../auth/credential.js';

const AUTH_METHODS = ['apiKey', 'entra', 'managedIdentity'] as const;

export type AuthMethod = (typeof AUTH_METHODS)[number];

/** The account of one Azure OpenAI resource. */
export class AzureCredentials {
  @Credential(
    {
      description: 'Name of the resource: https://NAME.openai.azure.com. Needed unless a base URL is given',
      choosesHost: true,
      example: 'my-resource',
    },
    Matches(/^[a-z0-9][a-z0-9-]{0,62}$/i, { message: '$property must be letters, digits and hyphens' }),
  )
  resourceName?: string;

  @Credential(
    { description: 'One deployment for every model; without it the model names the deployment' },
    Matches(/^(?!\.+$)[\w.-]{1,64}$/, { message: '$property must be letters, digits, hyphens, underscores and dots' }),
  )
  deploymentId?: string;

  @Credential(
    { description: 'Dated API version (2024-10-21) for the deployments URLs; without it the v1 API is called' },
    Matches(/^(\d{4}-\d{2}-\d{2}(-preview)?|preview|latest|v1)$/, {
      message: '$property must be a date such as 2024-10-21, or preview',
    }),
  )
  apiVersion?: string;

  @Credential(
    { required: true, description: 'How the gateway proves who it is', enum: AUTH_METHODS, example: 'apiKey' },
    IsIn(AUTH_METHODS),
  )
  authMethod: AuthMethod = 'apiKey';

  @Credential({ required: isByKey, secret: true, description: 'Key of the resource (apiKey)' }, Token())
  apiKey?: string;

  @Credential(
    { required: isEntra, description: 'Directory (tenant) id (entra)' },
    Matches(/^(?!\.+$)[\w.-]{1,255}$/, { message: '$property must be the id or a domain of the tenant' }),
  )
  tenantId?: string;

  @Credential(
    {
      required: (credentials: AzureCredentials) => isEntra(credentials) || credentials.clientId !== undefined,
      description: 'Application id (entra), or a user-assigned identity (managedIdentity)',
    },
    Matches(/^[\w-]{1,64}$/, { message: '$property must be an application id' }),
  )
  clientId?: string;

  @Credential({ required: isEntra, secret: true, description: 'Client secret of the application (entra)' }, Token())
  clientSecret?: string;

  @Credential(
    {
      description: 'Entra authority of another cloud; https://login.microsoftonline.com by default',
      choosesHost: true,
    },
    Host(),
  )
  authorityHost?: string;

  @Credential(
    {
      description: 'Instance metadata service of another place; http://169.254.169.254 by default',
      choosesHost: true,
    },
    Host(),
  )
  metadataHost?: string;
}

function isByKey({ authMethod }: AzureCredentials): boolean {
  return authMethod === 'apiKey';
}

function isEntra({ authMethod }: AzureCredentials): boolean {
  return authMethod === 'entra';
}

function Host(): PropertyDecorator {
  return IsUrl(
    { protocols: ['https', 'http'], require_protocol: true, require_tld: false, disallow_auth: true },
    { message: '$property must be a URL' },
  );
}
