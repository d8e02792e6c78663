import createFetchClient from 'openapi-fetch';
import createQueryClient from 'openapi-react-query';
import type { components, paths } from './schema.js';

export type Schemas = components['schemas'];
export type Problem = Schemas['Problem'];

/** Of the session; a write without it is refused. */
let csrfToken: string | null = null;
let onSignedOut: () => void = () => undefined;

export function setCsrfToken(token: string | null): void {
  csrfToken = token;
}

/** What a write carries besides the cookie. */
export function csrfHeaders(): Record<string, string> {
  return csrfToken === null ? {} : { 'x-csrf-token': csrfToken };
}

/** @param listener called when the API says that there is no session (any more) */
export function whenSignedOut(listener: () => void): void {
  onSignedOut = listener;
}

export const api = createFetchClient<paths>({ baseUrl: '/' });

api.use({
  onRequest({ request }) {
    if (csrfToken !== null && request.method !== 'GET') request.headers.set('x-csrf-token', csrfToken);
    return request;
  },
  async onResponse({ request, response }) {
    if (response.status === 401 && !request.url.endsWith('/session')) onSignedOut();
    if (response.ok || response.headers.get('content-type')?.startsWith('application/problem+json')) return undefined;
    // A proxy in between, or no gateway at all: shown like every other problem.
    const detail = (await response.text()).slice(0, 500) || `The gateway answered ${response.status}.`;
    const requestId = response.headers.get('x-llmops-request-id') ?? '';
    const problem: Problem = {
      type: 'about:blank',
      title: 'Error',
      status: response.status,
      detail,
      errors: [],
      requestId,
    };
    return new Response(JSON.stringify(problem), {
      status: response.status,
      headers: { 'content-type': 'application/problem+json' },
    });
  },
});

/** Queries and mutations by method and path, typed by the OpenAPI document. */
export const query = createQueryClient(api);
