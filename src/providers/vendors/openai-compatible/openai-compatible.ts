import type { ClassConstructor } from 'class-transformer';
import type { Endpoint } from '../../../core/endpoints.js';
import { defineProvider } from '../../define-provider.js';
import type { PassThrough, ProviderStrategy, VendorConnection, VendorFacts } from '../../provider-strategy.js';
import { ApiKeyCredentials } from '../../auth/credential.js';
import { bearer, signWith } from '../../auth/headers.js';
import { continuesTextAt } from './continues-text.js';
import { HostTraits, knownTraits } from './host-traits.js';
import { modelListing } from './models.js';
import { HOST_EXTENSIONS, passThrough, type Dialect } from './pass-through.js';
import { readError as readOpenAiError } from './read-error.js';

/** Credentials and the headers that they become. */
export interface HeaderAuthentication<Credentials extends object> {
  readonly credentials: ClassConstructor<Credentials>;
  headers(credentials: Credentials): Readonly<Record<string, string>>;
}

export interface OpenAiCompatibleOptions extends Omit<VendorFacts, 'requestIdHeaders'> {
  readonly requestIdHeaders?: readonly string[];
  readonly endpoints: readonly Endpoint[];
  /** How the host differs from OpenAI, by endpoint. */
  readonly dialects?: Readonly<Partial<Record<Endpoint, Dialect>>>;
  readonly readError?: VendorConnection['readError'];
  readonly readUsage?: VendorConnection['readUsage'];
  readonly readCost?: VendorConnection['readCost'];
}

const BEARER: HeaderAuthentication<ApiKeyCredentials> = {
  credentials: ApiKeyCredentials,
  headers: ({ apiKey }) => bearer(apiKey),
};

/** A whole vendor whose host speaks OpenAI's format, authenticated by a bearer key. */
export function openAiCompatible(options: OpenAiCompatibleOptions): ProviderStrategy {
  return openAiCompatibleWith(BEARER, options);
}

/** The same with credentials of its own. */
export function openAiCompatibleWith<Credentials extends object>(
  authentication: HeaderAuthentication<Credentials>,
  { endpoints, dialects, readError = readOpenAiError, readUsage, readCost, ...facts }: OpenAiCompatibleOptions,
): ProviderStrategy {
  return defineProvider<Credentials>({
    requestIdHeaders: ['x-request-id'],
    extensionParameters: HOST_EXTENSIONS,
    ...facts,
    statesCost: readCost !== undefined,
    requiresBaseUrl: facts.defaultBaseUrl === null,
    credentials: authentication.credentials,
    connect: ({ baseUrl, credentials, hostSettings }) => {
      const base = baseUrl ?? facts.defaultBaseUrl;
      if (base === null) throw new Error(`${facts.label} needs a base URL`);
      return {
        endpoints: endpointsAt(base, { endpoints, dialects }, new HostTraits(knownTraits(base), hostSettings)),
        sign: signWith(authentication.headers(credentials)),
        readError,
        readUsage,
        readCost,
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
  const continuesText = continuesTextAt(base);
  return Object.fromEntries(
    endpoints.map((endpoint) => {
      const url = `${base}/${endpoint}`;
      return [endpoint, passThrough(() => url, { continuesText, ...dialects[endpoint] }, traits)];
    }),
  );
}
