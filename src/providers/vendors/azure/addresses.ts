import { CredentialsError } from '../../credentials-error.js';
import type { Endpoint } from '../../../core/endpoints.js';
import type { KnownTraits } from '../openai-compatible/host-traits.js';
import { pathSegment } from '../../path-segment.js';
import type { AzureCredentials } from './credentials.js';

/** The version of the deployments API where a deployment is set and no version. */
const DEFAULT_API_VERSION = '2024-10-21';

export interface AzureAddresses {
  operation(endpoint: Endpoint, model: string): string;
  readonly models: string;
}

/**
 * Where a resource is called: by the v1 API, or by the dated deployments API where a deployment or a version is set.
 * `preview` is a version of the v1 API.
 *
 * @param base origin, without trailing slash
 * @see https://learn.microsoft.com/azure/ai-foundry/openai/api-version-lifecycle
 */
export function addressesAt(base: string, { deploymentId, apiVersion }: AzureCredentials): AzureAddresses {
  const isDated = apiVersion === undefined ? deploymentId !== undefined : /^\d/.test(apiVersion);
  if (!isDated) {
    const query = apiVersion === undefined ? '' : `?api-version=${apiVersion}`;
    return {
      operation: (endpoint) => `${base}/openai/v1/${endpoint}${query}`,
      models: `${base}/openai/v1/models${query}`,
    };
  }
  const query = `?api-version=${apiVersion ?? DEFAULT_API_VERSION}`;
  return {
    operation: (endpoint, model) =>
      `${base}/openai/deployments/${pathSegment(deploymentId ?? model)}/${endpoint}${query}`,
    models: `${base}/openai/models${query}`,
  };
}

/** The versions from which on the dated API knows `stream_options` (and `max_completion_tokens`), and `developer`. */
const STREAM_OPTIONS_SINCE = '2024-09-01';
const DEVELOPER_SINCE = '2024-12-01';

/** Whether an API version is older than `max_completion_tokens`. */
export function isBeforeNewTokenLimit({ apiVersion }: AzureCredentials): boolean {
  return apiVersion !== undefined && /^\d/.test(apiVersion) && apiVersion.slice(0, 10) < STREAM_OPTIONS_SINCE;
}

/** What an API version takes. @see https://learn.microsoft.com/azure/ai-foundry/openai/api-version-lifecycle */
export function traitsOf({ deploymentId, apiVersion }: AzureCredentials): KnownTraits {
  const dated = apiVersion ?? (deploymentId === undefined ? '' : DEFAULT_API_VERSION);
  if (!/^\d/.test(dated)) return { streamOptions: true, developerRole: true };
  const day = dated.slice(0, DEVELOPER_SINCE.length);
  return { streamOptions: day >= STREAM_OPTIONS_SINCE, developerRole: day >= DEVELOPER_SINCE };
}

/**
 * The origin of an account; a pasted endpoint may end in `/openai` or `/openai/v1`.
 * @throws CredentialsError where neither a resource nor a base URL is given
 */
export function originOf(baseUrl: string | null, { resourceName }: AzureCredentials): string {
  if (baseUrl !== null) return baseUrl.replace(/\/+$/, '').replace(/\/openai(\/v1)?$/, '');
  if (resourceName === undefined)
    throw new CredentialsError('resourceName', 'resourceName is missing, or baseUrl in its place');
  return `https://${resourceName}.openai.azure.com`;
}
