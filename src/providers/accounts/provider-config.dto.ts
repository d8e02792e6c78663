import { EtagProperty, etagOf } from '../../core/http/etag.js';
import { ApiExtraModels, ApiProperty, getSchemaPath } from '@nestjs/swagger';
import { Flag, JsonField, Name, Nested, OneOf, Slug, Text } from '../../core/http/fields.js';
import type { JsonObject } from '../../core/json.js';
import type { PolicyDefaults } from '../../core/settings.js';
import type { CredentialField } from '../auth/credential.js';
import type { CostSource, HostSettings, ProviderStrategy } from '../provider-strategy.js';
import { RetryBody, TimeoutsBody } from './call-policy.dto.js';
import type { ProviderConfig } from './provider-config.entity.js';

const MAX_CREDENTIALS_BYTES = 64 * 1024;
const MAX_MAP_BYTES = 64 * 1024;
const MAX_URL = 2000;
const SLUG = 'Callers name the account by it: `@<slug>/<model>`';
const CREDENTIALS = 'Fields by vendor: `GET /providers/vendors`. Secrets are write-only';
const CHANGED_CREDENTIALS =
  'What is given changes, what is not stays, null takes a field out. A change of host needs the secrets again';
const BASE_URL = "Stands for the vendor's default base; null is the default";
const STREAM_OPTIONS = {
  optional: true,
  description:
    'Whether streams of hosts that speak OpenAI’s format are asked to count tokens: `send`, `omit`, or `auto` (sent unless the host is known to refuse it, or does)',
  example: 'auto',
};
const DEVELOPER_ROLE = {
  optional: true,
  description:
    'What becomes of `developer` messages on such hosts: `send`, `system`, or `auto` (`system` where the host is known to refuse them, or does)',
  example: 'auto',
};
const COST_SOURCE = {
  optional: true,
  description:
    'Whose figure is the `cost` of a call: `catalog` (usage times price), or `vendor` (what the host says in its reply, else null)',
  example: 'catalog',
};
const POLICY = 'Where a version does not say; what is absent here follows the settings';
const PRICING = "The vendor's name of a model → the price catalog's";

export class CreateProviderBody {
  @Text(100, { description: 'A vendor id of `GET /providers/vendors`', example: 'sandbox' })
  vendor: string;

  @Name({ example: 'My sandbox' })
  name: string;

  @Slug({ optional: true, description: `${SLUG}. Made from the name when absent`, example: 'my-sandbox' })
  slug?: string;

  @JsonField(MAX_CREDENTIALS_BYTES, { optional: true, description: CREDENTIALS, example: {} })
  credentials?: JsonObject;

  @Text(MAX_URL, { optional: true, nullable: true, description: BASE_URL, example: null })
  baseUrl?: string | null;

  @Flag({ optional: true, default: true })
  enabled?: boolean;

  @JsonField(MAX_MAP_BYTES, { optional: true, description: PRICING, example: {} })
  pricingModelMap?: JsonObject;

  @OneOf(['catalog', 'vendor'], COST_SOURCE)
  costSource?: CostSource;

  @OneOf(['send', 'omit', 'auto'], STREAM_OPTIONS)
  streamOptions?: HostSettings['streamOptions'];

  @OneOf(['send', 'system', 'auto'], DEVELOPER_ROLE)
  developerRole?: HostSettings['developerRole'];

  @Nested(TimeoutsBody, { optional: true, nullable: true, description: POLICY })
  timeouts?: TimeoutsBody | null;

  @Nested(RetryBody, { optional: true, nullable: true, description: POLICY })
  retry?: RetryBody | null;
}

export class UpdateProviderBody {
  @Name({ optional: true, example: 'My sandbox' })
  name?: string;

  @Slug({ optional: true, description: SLUG, example: 'my-sandbox' })
  slug?: string;

  @JsonField(MAX_CREDENTIALS_BYTES, { optional: true, description: CHANGED_CREDENTIALS, example: {} })
  credentials?: JsonObject;

  @Text(MAX_URL, { optional: true, nullable: true, description: BASE_URL, example: null })
  baseUrl?: string | null;

  @Flag({ optional: true })
  enabled?: boolean;

  @JsonField(MAX_MAP_BYTES, { optional: true, description: PRICING, example: {} })
  pricingModelMap?: JsonObject;

  @OneOf(['catalog', 'vendor'], COST_SOURCE)
  costSource?: CostSource;

  @OneOf(['send', 'omit', 'auto'], STREAM_OPTIONS)
  streamOptions?: HostSettings['streamOptions'];

  @OneOf(['send', 'system', 'auto'], DEVELOPER_ROLE)
  developerRole?: HostSettings['developerRole'];

  @Nested(TimeoutsBody, { optional: true, nullable: true, description: POLICY })
  timeouts?: TimeoutsBody | null;

  @Nested(RetryBody, { optional: true, nullable: true, description: POLICY })
  retry?: RetryBody | null;
}

export class CredentialView {
  /** Whether the field has a value. */
  isSet: boolean;
  /** The last four characters of a secret that is long enough to show them. */
  hint: string | null;
  /** What is no secret, as it was set; null for a secret. */
  @ApiProperty({ nullable: true, type: String })
  value: unknown;
}

export class EffectivePolicyView {
  timeouts: TimeoutsBody;
  retry: RetryBody;
}

@ApiExtraModels(CredentialView)
export class ProviderView {
  @EtagProperty()
  etag: string;

  id: string;
  vendor: string;
  name: string;
  slug: string;

  /** By field of the vendor; null where no encryption key of this server opens them, so that they must be set again. */
  @ApiProperty({
    type: 'object',
    additionalProperties: {
      $ref: getSchemaPath(CredentialView),
    },
    nullable: true,
  })
  credentials: Record<string, CredentialView> | null;

  baseUrl: string | null;
  enabled: boolean;

  @ApiProperty({ type: 'object', additionalProperties: { type: 'string' } })
  pricingModelMap: Record<string, string>;

  @ApiProperty({ enum: ['catalog', 'vendor'] })
  costSource: string;

  @ApiProperty({ enum: ['send', 'omit', 'auto'] })
  streamOptions: string;

  @ApiProperty({ enum: ['send', 'system', 'auto'] })
  developerRole: string;

  /** As set here; null where nothing is. */
  @ApiProperty({ type: TimeoutsBody, nullable: true })
  timeouts: TimeoutsBody | null;

  @ApiProperty({ type: RetryBody, nullable: true })
  retry: RetryBody | null;

  /** What holds for calls of this provider where a version does not say otherwise: its own, else the settings'. */
  effective: EffectivePolicyView;

  createdAt: string;
  updatedAt: string;
}

export class CredentialFieldView {
  name: string;
  required: boolean;
  secret: boolean;
  description: string;
  /** A change of it needs the secrets again. */
  choosesHost: boolean;
  example: string | null;

  /** The only values that it takes; null where it takes others. */
  @ApiProperty({ type: [String], nullable: true })
  enum: readonly string[] | null;

  /** `object`: names and values that are texts. */
  @ApiProperty({ enum: ['text', 'object'] })
  type: 'text' | 'object';
}

export class VendorView {
  vendor: string;
  label: string;
  requiresBaseUrl: boolean;
  defaultBaseUrl: string | null;
  /** Its replies may say what they cost, so that an account's `costSource` can be `vendor`. */
  statesCost: boolean;

  @ApiProperty({ type: [CredentialFieldView] })
  credentialFields: CredentialFieldView[];
}

export function toVendorView(strategy: ProviderStrategy): VendorView {
  const { vendor, label, requiresBaseUrl, defaultBaseUrl, statesCost = false } = strategy;
  const credentialFields = strategy.credentialFields.map(
    ({ choosesHost = false, example = null, enum: values = null, type = 'text', ...field }) => ({
      name: field.name,
      required: field.required,
      secret: field.secret,
      description: field.description,
      choosesHost,
      example,
      enum: values,
      type,
    }),
  );
  return { vendor, label, requiresBaseUrl, defaultBaseUrl, statesCost, credentialFields };
}

interface ShownWith {
  /** Opened, or null where they do not open. */
  readonly credentials: JsonObject | null;
  readonly fields: readonly CredentialField[];
  readonly settings: PolicyDefaults;
}

export function toProviderView(row: ProviderConfig, { credentials, fields, settings }: ShownWith): ProviderView {
  const { id, vendor, name, slug, baseUrl, enabled, pricingModelMap, costSource, timeouts, retry } = row;
  const times = { createdAt: row.createdAt.toISOString(), updatedAt: row.updatedAt.toISOString() };
  const host = { streamOptions: row.streamOptions ?? 'auto', developerRole: row.developerRole ?? 'auto' };
  const shown = credentials && toCredentialViews(credentials, fields);
  const { retryMaxAttempts: maxAttempts, retryMaxDelayMs: maxDelayMs } = settings;
  const effective = { timeouts: { ...settings.timeouts, ...timeouts }, retry: { maxAttempts, maxDelayMs, ...retry } };
  const own = { id, vendor, name, slug, credentials: shown, baseUrl, enabled, pricingModelMap, costSource };
  return { etag: etagOf(row), ...own, ...host, timeouts, retry, effective, ...times };
}

function toCredentialViews(
  credentials: JsonObject,
  fields: readonly CredentialField[],
): Record<string, CredentialView> {
  return Object.fromEntries(
    fields.map(({ name, secret }) => {
      const value = Object.hasOwn(credentials, name) ? credentials[name] : undefined;
      const isSet = value !== undefined && value !== null && value !== '';
      return [name, { isSet, hint: secret ? toHint(value) : null, value: secret || !isSet ? null : value }];
    }),
  );
}

const SHORTEST_WITH_HINT = 12;

/** Four characters of a short secret, or the end of a key file, would be too much or no help. */
function toHint(value: unknown): string | null {
  const isToken = typeof value === 'string' && value.length >= SHORTEST_WITH_HINT && /^\S+$/.test(value);
  return isToken ? value.slice(-4) : null;
}
