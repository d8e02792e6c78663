import type { ClassConstructor } from 'class-transformer';
import type { Endpoint } from '../../../core/endpoints.js';
import { defineProvider } from '../../define-provider.js';
import type { CredentialField, PassThrough, ProviderConnection, ProviderStrategy } from '../../provider-strategy.js';
import { API_KEY_FIELD, ApiKeyCredentials, bearer } from '../../auth/bearer.js';
import { HostTraits, knownTraits } from './host-traits.js';
import { modelListing } from './model-list.js';
import { passThrough, type Dialect } from './pass-through.js';
import { readOpenAiError } from './read-error.js';

/** Credentials and the headers that they become. */
export interface HeaderAuthentication<Credentials extends object> {
  readonly credentials: ClassConstructor<Credentials>;
  readonly fields: readonly CredentialField[];
  headers(credentials: Credentials): Readonly<Record<string, string>>;
}

export interface OpenAiCompatibleOptions {
  readonly vendor: string;
  readonly label: string;
  /** Without trailing slash; null where every account must name its own. */
  readonly baseUrl: string | null;
  readonly endpoints: readonly Endpoint[];
  /** How the host differs from OpenAI, by endpoint. */
  readonly dialects?: Readonly<Partial<Record<Endpoint, Dialect>>>;
  readonly readError?: ProviderConnection['readError'];
  readonly readUsage?: ProviderConnection['readUsage'];
}

const BEARER: HeaderAuthentication<ApiKeyCredentials> = {
  credentials: ApiKeyCredentials,
  fields: [API_KEY_FIELD],
  headers: ({ apiKey }) => bearer(apiKey),
};

/** A whole vendor whose host speaks OpenAI's format, authenticated by a bearer key. */
export function openAiCompatible(options: OpenAiCompatibleOptions): ProviderStrategy {
  return openAiCompatibleWith(BEARER, options);
}

/** The same with credentials of its own. */
export function openAiCompatibleWith<Credentials extends object>(
  authentication: HeaderAuthentication<Credentials>,
  options: OpenAiCompatibleOptions,
): ProviderStrategy {
  return defineProvider<Credentials>({
    vendor: options.vendor,
    label: options.label,
    defaultBaseUrl: options.baseUrl,
    requiresBaseUrl: options.baseUrl === null,
    credentials: authentication.credentials,
    fields: authentication.fields,
    connect: ({ baseUrl, credentials, hostSettings }) => {
      const base = baseUrl ?? options.baseUrl;
      if (base === null) throw new Error(`${options.label} needs a base URL`);
      const secrets = authentication.headers(credentials);
      return {
        endpoints: endpointsAt(base, options, new HostTraits(knownTraits(base), hostSettings)),
        sign: (request) => ({ ...request, headers: { ...request.headers, ...secrets } }),
        readError: options.readError ?? readOpenAiError,
        readUsage: options.readUsage,
        models: modelListing(`${base}/models`),
      };
    },
  });
}

function endpointsAt(
  base: string,
  { endpoints, dialects = {} }: Pick<OpenAiCompatibleOptions, 'endpoints' | 'dialects'>,
  traits: HostTraits,
): Partial<Record<Endpoint, PassThrough>> {
  return Object.fromEntries(
    endpoints.map((endpoint) => [endpoint, passThrough(() => `${base}/${endpoint}`, dialects[endpoint], traits)]),
  );
}
