import { ENDPOINTS } from '../../../core/endpoints.js';
import { defineProvider } from '../../define-provider.js';
import { HostTraits } from '../openai-compatible/host-traits.js';
import { modelListing } from '../openai-compatible/models.js';
import { HOST_EXTENSIONS, passThrough, type Dialect } from '../openai-compatible/pass-through.js';
import { withNewTokenLimit, withOldTokenLimit } from '../openai-compatible/token-limits.js';
import type { AccountSettings, ModelListing, VendorConnection } from '../../provider-strategy.js';
import { withHeaders, withToken } from '../../auth/headers.js';
import { AccessTokenCache } from '../../auth/access-token-cache.js';
import { addressesAt, originOf, isBeforeNewTokenLimit, traitsOf } from './addresses.js';
import { AzureCredentials } from './credentials.js';
import { fromEnvironment } from './from-environment.js';
import { frameMapper, mapBody } from './map-reply.js';
import { readError } from './read-error.js';
import { audienceFor, entraRequest, managedIdentityRequest, requestToken, tokenHosts } from './request-token.js';

function chatDialect(credentials: AzureCredentials): Dialect {
  const withLimit = isBeforeNewTokenLimit(credentials) ? withOldTokenLimit : withNewTokenLimit;
  return { mapBody, frameMapper, keepsMetadata: true, prepare: (body) => ({ body: withLimit(body), dropped: [] }) };
}

/** @see https://learn.microsoft.com/azure/ai-foundry/openai/reference */
export const azure = defineProvider<AzureCredentials>({
  vendor: 'azure',
  label: 'Azure OpenAI',
  telemetryName: 'azure.ai.openai',
  defaultBaseUrl: null,
  requestIdHeaders: ['x-request-id', 'apim-request-id'],
  extensionParameters: HOST_EXTENSIONS,
  prices: [
    {
      vendor: 'azure',
      source: 'azure',
      // The source prices Azure's "Global" deployments, which cost what OpenAI asks.
      fallback: 'openai',
      ownerOf: (model) => (model.startsWith('phi') ? 'microsoft' : 'openai'),
    },
  ],
  fromEnvironment,
  credentials: AzureCredentials,
  credentialUrls: (credentials) => tokenHosts(credentials, process.env),
  connect: (account) => {
    const base = originOf(account.baseUrl, account.credentials);
    const addresses = addressesAt(base, account.credentials);
    const traits = new HostTraits(traitsOf(account.credentials), account.hostSettings);
    const chat = chatDialect(account.credentials);
    const adapters = ENDPOINTS.map((endpoint) => {
      const dialect = endpoint === 'chat/completions' ? chat : {};
      return [endpoint, passThrough(({ model }) => addresses.operation(endpoint, model), dialect, traits)] as const;
    });
    return {
      endpoints: Object.fromEntries(adapters),
      models: listing(addresses.models, account.credentials),
      ...authenticate(account, base),
    };
  },
});

type Authentication = Pick<VendorConnection, 'sign' | 'readError'>;

function authenticate({ credentials, transport }: AccountSettings<AzureCredentials>, base: string): Authentication {
  const { authMethod, apiKey = '' } = credentials;
  if (authMethod === 'apiKey') return { sign: (request) => withHeaders(request, { 'api-key': apiKey }), readError };
  const audience = audienceFor(base);
  const tokenRequest = () =>
    authMethod === 'entra'
      ? entraRequest(credentials, audience)
      : managedIdentityRequest(credentials, audience, process.env);
  const tokens = new AccessTokenCache(async (signal) => requestToken(tokenRequest(), transport, signal));
  return {
    sign: (request, signal, options) => withToken(request, tokens.get(signal, options)),
    readError: (reply) => ({ ...readError(reply), ...(reply.status === 401 && { signAfresh: true }) }),
  };
}

/** Azure lists the models that can be deployed and not the deployments, so only a fixed deployment is listed. */
function listing(url: string, { deploymentId }: AzureCredentials): ModelListing {
  const deployed = deploymentId === undefined ? [] : [{ id: deploymentId, ownedBy: 'azure', created: 0 }];
  return { ...modelListing(url), fromResponse: () => deployed };
}
