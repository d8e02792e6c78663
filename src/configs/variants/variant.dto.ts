import { ApiProperty } from '@nestjs/swagger';
import { DEMO_IDS } from '../../core/demo.js';
import { EtagProperty, etagOf } from '../../core/http/etag.js';
import { Id, JsonField, Name, Nested, Text } from '../../core/http/fields.js';
import type { JsonObject } from '../../core/json.js';
import { RetryBody, TimeoutsBody } from '../../providers/accounts/call-policy.dto.js';
import type { VariantVersion } from './variant-version.entity.js';
import type { Variant } from './variant.entity.js';

const PARAMETER_MODES = ['override', 'default', 'cap', 'forbid'] as const;
const MAX_PARAMETERS_BYTES = 64 * 1024;
const MAX_PROMPT_CHARACTERS = 100 * 1024;
const MAX_INPUT_BYTES = 512 * 1024;

export class CreateVersionBody {
  @Id({ description: 'A provider configuration', example: DEMO_IDS.provider })
  providerId: string;

  @Text(200, { description: "The vendor's name of the model", example: 'sandbox-1' })
  model: string;

  @JsonField(MAX_PARAMETERS_BYTES, {
    optional: true,
    description: "OpenAI's field names; `stream` and `stream_options` stay the caller's",
    example: { temperature: 0.2, max_tokens: 400 },
  })
  parameters?: JsonObject;

  @JsonField(MAX_PARAMETERS_BYTES, {
    optional: true,
    description: 'Per field: `override` (default), `default`, `cap` (numbers) or `forbid`',
    values: { type: 'string', enum: [...PARAMETER_MODES] },
    example: { max_tokens: 'cap', logit_bias: 'forbid' },
  })
  parameterModes?: JsonObject;

  @Text(MAX_PROMPT_CHARACTERS, {
    optional: true,
    nullable: true,
    description: 'A Liquid template over the request’s `input`; becomes the first system message',
    example: 'You help customers of {{ input.company }}.',
  })
  systemPrompt?: string | null;

  @Nested(TimeoutsBody, { optional: true })
  timeouts?: TimeoutsBody;

  @Nested(RetryBody, { optional: true })
  retry?: RetryBody;
}

export class CreateVariantBody {
  @Name({ example: 'Short and factual' })
  name: string;

  @Nested(CreateVersionBody, { optional: true, description: 'Its first version' })
  version?: CreateVersionBody;
}

export class UpdateVariantBody {
  @Name({ optional: true, example: 'Short and factual' })
  name?: string;
}

export class PreviewPromptBody {
  @Text(MAX_PROMPT_CHARACTERS, { description: 'A Liquid template', example: 'You help {{ input.company }}.' })
  systemPrompt: string;

  @JsonField(MAX_INPUT_BYTES, {
    optional: true,
    description: 'As a caller would send it',
    example: { company: 'Acme' },
  })
  input?: JsonObject;
}

export class PromptPreviewView {
  /** What the vendor would get. */
  text: string;
}

export class VersionView {
  id: string;
  variantId: string;
  version: number;
  providerId: string;
  model: string;

  @ApiProperty({ type: 'object', additionalProperties: true })
  parameters: object;

  @ApiProperty({ type: 'object', additionalProperties: { type: 'string', enum: [...PARAMETER_MODES] } })
  parameterModes: Record<string, string>;

  systemPrompt: string | null;
  timeouts: TimeoutsBody;
  retry: RetryBody;
  createdAt: string;
}

export class VariantView {
  @EtagProperty()
  etag: string;

  id: string;
  name: string;
  /** Null before the first version. */
  latestVersion: number | null;
  createdAt: string;
  updatedAt: string;
}

export class VariantDetailView extends VariantView {
  /** The latest version. */
  @ApiProperty({ type: () => VersionView, nullable: true })
  version: VersionView | null;
}

export function toVariantView(variant: Variant, latestVersion: number | null): VariantView {
  return toVariantFields(variant, latestVersion);
}

export function toVariantDetailView(variant: Variant, latest: VariantVersion | null): VariantDetailView {
  return { ...toVariantFields(variant, latest?.version ?? null), version: latest && toVersionView(latest) };
}

function toVariantFields(variant: Variant, latestVersion: number | null) {
  const { id, name } = variant;
  const times = { createdAt: variant.createdAt.toISOString(), updatedAt: variant.updatedAt.toISOString() };
  return { etag: variantEtag(variant, latestVersion), id, name, latestVersion, ...times };
}

/** A version that is published is a change, too: who made the next one from the one before has not seen it. */
export function variantEtag(variant: Variant, latestVersion: number | null): string {
  return etagOf([variant, latestVersion]);
}

export function toVersionView(row: VariantVersion): VersionView {
  const { id, variantId, version, providerId, model, parameters, parameterModes, systemPrompt, timeouts, retry } = row;
  const createdAt = row.createdAt.toISOString();
  return {
    id,
    variantId,
    version,
    providerId,
    model,
    parameters,
    parameterModes,
    systemPrompt,
    timeouts,
    retry,
    createdAt,
  };
}
