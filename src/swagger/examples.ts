import { FEEDBACK_EXAMPLE } from '../observability/feedback/feedback.dto.js';
import { STATUS_CODES } from 'node:http';
import { DEMO_IDS } from '../core/demo.js';

const VERSION = {
  providerId: DEMO_IDS.provider,
  model: 'sandbox-1',
  parameters: { temperature: 0.2, max_tokens: 400 },
  parameterModes: { max_tokens: 'cap' },
  systemPrompt: 'You help customers of {{ input.company }}.',
  timeouts: { connectMs: 10_000, firstByteMs: 60_000, firstTokenMs: 60_000, idleMs: 60_000, totalMs: 300_000 },
  retry: { maxAttempts: 3, maxDelayMs: 8_000 },
};

/**
 * Bodies by method and path below the admin prefix. Each works as shown on what a first start made, and leaves it
 * working: an example writes the values that are there, and ends nothing that is in use.
 */
export const ADMIN_EXAMPLES: Readonly<Record<string, object | undefined>> = {
  'POST /prices/reconcile': {
    object: 'page',
    data: [
      {
        object: 'bucket',
        start_time: 1_769_817_600,
        end_time: 1_769_904_000,
        results: [
          {
            object: 'organization.costs.result',
            amount: { value: 10.0, currency: 'usd' },
            line_item: 'gpt-4o-2024-08-06, input',
          },
        ],
      },
    ],
    has_more: false,
  },
  'POST /feedback': FEEDBACK_EXAMPLE,
  'POST /session': { token: 'your admin token' },
  'POST /webhooks': {
    name: 'On-call',
    url: 'https://hooks.example.com/llm-gateway',
    events: ['breaker.opened', 'rollout.rolled_back'],
  },
  'PATCH /webhooks/{id}': { events: [] },
  'POST /webhooks/{id}/secret/rotate': { graceSeconds: 86_400 },
  'POST /environments': { name: 'Quality assurance', slug: 'qa', isProduction: false },
  'PATCH /environments/{id}': { name: 'Development', directAccess: 'on' },
  'POST /environments/content-redaction/try': {
    contentRedaction: { patterns: ['[0-9]{12,19}'], paths: ['$.user'] },
    text: '{"user":"ada","messages":[{"role":"user","content":"My card is 4111111111111111"}]}',
  },
  'POST /environments/{id}/secrets': { name: 'Billing service', expiresAt: '2099-12-31T23:59:59Z' },
  'POST /environments/{id}/secrets/rotate': { graceSeconds: 86_400, name: 'Billing service' },
  'PATCH /providers/{id}': { name: 'Sandbox', enabled: true },
  'POST /providers/{id}/test': { model: 'sandbox-1' },
  'POST /configs': { name: 'Support answers', slug: 'support-answers' },
  'PATCH /configs/{id}': { name: 'Demo' },
  'POST /configs/{id}/explain': {
    environmentId: 'development',
    endpoint: 'chat/completions',
    body: {
      messages: [{ role: 'user', content: 'Hello' }],
      metadata: { userId: 'u-1', plan: 'pro' },
      input: { audience: 'beginners' },
    },
  },
  'POST /configs/{id}/rules': {
    environmentId: DEMO_IDS.environments.development,
    priority: 10,
    conditions: { plan: ['pro', 'team'], 'request:endpoint': 'chat/completions' },
    stickyBy: 'metadata.userId',
    split: [
      { variantId: DEMO_IDS.variant, version: 'latest', weight: 10_000 },
      { variantId: DEMO_IDS.variant, version: 'latest', serve: false, share: 100, maxDailyCost: '5' },
    ],
    fallbacks: [],
  },
  'POST /configs/{id}/rules/reorder': {
    environmentId: DEMO_IDS.environments.production,
    ruleIds: [DEMO_IDS.rules.production],
  },
  'PATCH /configs/{id}/rules/{ruleId}': { priority: 0, enabled: true },
  // Of a version that is not the latest, which the demo serves: `POST /variants/{id}/versions` makes one.
  'PUT /configs/{id}/rules/{ruleId}/rollout': {
    variantId: DEMO_IDS.variant,
    version: 1,
    steps: [
      { weight: 1_000, minMinutes: 60, minRequests: 200 },
      { weight: 5_000, minMinutes: 240, minRequests: 1_000 },
      { weight: 10_000, minMinutes: 1_440 },
    ],
    guard: { maxErrorRate: 0.05, maxRelativeErrorIncrease: 0.5 },
  },
  'POST /configs/{id}/restore': { historyId: DEMO_IDS.history.development },
  'POST /configs/{id}/promote': {
    fromEnvironmentId: DEMO_IDS.environments.development,
    toEnvironmentId: DEMO_IDS.environments.staging,
  },
  'POST /variants': { name: 'Short and factual', version: VERSION },
  'POST /variants/preview-prompt': { systemPrompt: VERSION.systemPrompt, input: { company: 'Acme' } },
  'PATCH /variants/{id}': { name: 'Demo on the sandbox' },
  // The demo serves the latest version, so the next one says the same.
  'POST /variants/{id}/versions': {
    providerId: DEMO_IDS.provider,
    model: 'sandbox-1',
    systemPrompt: 'You answer {{ input.audience | default: "developers" }} briefly.',
  },
  'POST /prices': {
    vendor: 'openai',
    model: 'gpt-4o-mini',
    unit: 'input',
    usd: '0.14',
    effectiveFrom: '2099-01-01T00:00:00Z',
    note: 'Contract of 2099',
  },
  'POST /prices/upload': {
    prices: [
      { providerId: DEMO_IDS.provider, model: '*', discountPercent: 12.5, effectiveFrom: '2099-01-01T00:00:00Z' },
      { providerId: DEMO_IDS.provider, model: 'sandbox-1', unit: 'output', usd: '0' },
    ],
  },
  'POST /prices/rerate': {
    from: '2026-01-01T00:00:00Z',
    to: '2026-02-01T00:00:00Z',
    filters: { provider: 'sandbox' },
    preview: true,
  },
};

interface PathExample {
  readonly description: string;
  readonly example?: string;
  readonly schema: object;
}

const TEXT = { type: 'string' } as const;
const NUMBER_OR_LATEST = {
  oneOf: [
    { type: 'integer', minimum: 1 },
    { type: 'string', enum: ['latest'] },
  ],
};
const UUID = { type: 'string', format: 'uuid' } as const;

/** What stands for a parameter of a path, by what the path begins with and the parameter's name. */
export function pathExampleOf(path: string, name: string): PathExample | null {
  if (name === 'secretId') return { schema: UUID, description: 'Of the secret' };
  if (name === 'ruleId') return { schema: UUID, description: 'Of the rule', example: DEMO_IDS.rules.development };
  if (name === 'version')
    return { schema: NUMBER_OR_LATEST, description: 'Its number, or `latest`', example: 'latest' };
  if (name === 'requestId') return { schema: UUID, description: "The reply's x-llmops-request-id" };
  if (name === 'ratingId') return { schema: UUID, description: 'As `POST /prices/rerate` answers it' };
  if (name === 'deliveryId') return { schema: UUID, description: 'Of the delivery' };
  if (name !== 'id') return null;
  if (path.startsWith('/webhooks/')) return { schema: UUID, description: 'Of the webhook' };
  if (path.startsWith('/prices/'))
    return { schema: UUID, description: 'Of the price, as `priceIds` of a call name it' };
  return RESOURCES.find(({ prefix }) => path.startsWith(prefix)) ?? null;
}

const RESOURCES: readonly (PathExample & { readonly prefix: string })[] = [
  { prefix: '/environments/', schema: TEXT, description: 'Id or slug', example: 'development' },
  { prefix: '/playground/', schema: TEXT, description: 'Id or slug of the environment', example: 'development' },
  { prefix: '/providers/', schema: TEXT, description: 'Id or slug', example: 'sandbox' },
  { prefix: '/configs/', schema: TEXT, description: 'Id or slug', example: 'demo' },
  { prefix: '/variants/', schema: TEXT, description: 'Id or name', example: 'Demo on the sandbox' },
];

/** An error of this status as the admin API writes it. */
export function errorExampleOf(status: number, description: string): object {
  const title = STATUS_CODES[status] ?? 'Error';
  return { type: 'about:blank', title, status, detail: description, errors: [], requestId: EXAMPLE_REQUEST_ID };
}

const EXAMPLE_REQUEST_ID = '019ac0de-0000-7000-8000-000000000000';
