import { ENDPOINTS } from '../../../core/endpoints.js';
import { defineProvider } from '../../define-provider.js';
import { modelListing } from '../openai-compatible/models.js';
import { HOST_EXTENSIONS, passThrough } from '../openai-compatible/pass-through.js';
import { readError } from '../openai-compatible/read-error.js';
import { SANDBOX_MODELS } from './models.js';
import { SANDBOX_BASE, sandboxTransport } from './sandbox-transport.js';

const continuesText = () => ({ marks: {}, repeats: false });

/** Answers offline, deterministically and for nothing: for a first try, a demo, a client's own tests. */
export const sandbox = defineProvider({
  vendor: 'sandbox',
  label: 'Sandbox (offline, no real model)',
  defaultBaseUrl: SANDBOX_BASE,
  requestIdHeaders: ['x-request-id'],
  extensionParameters: HOST_EXTENSIONS,
  freeModels: SANDBOX_MODELS.map(({ id }) => id),
  credentials: Object,
  connect: () => ({
    endpoints: Object.fromEntries(
      ENDPOINTS.map((endpoint) => [endpoint, passThrough(() => `${SANDBOX_BASE}/${endpoint}`, { continuesText })]),
    ),
    sign: (request) => request,
    readError,
    models: modelListing(`${SANDBOX_BASE}/models`),
    capabilitiesOf: (model) => SANDBOX_MODELS.find(({ id }) => id === model)?.endpoints ?? null,
    transport: sandboxTransport,
  }),
});
