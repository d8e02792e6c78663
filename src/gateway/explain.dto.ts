import { IsIn } from 'class-validator';
import { ApiProperty } from '@nestjs/swagger';
import { Id, JsonField, Text } from '../core/http/fields.js';
import type { JsonObject } from '../core/json.js';
import { ENDPOINT_SPECS } from './endpoints/index.js';

const PATHS = ENDPOINT_SPECS.map(({ path }) => path);

const MAX_BODY_BYTES = 512 * 1024;
const MAX_HEADERS_BYTES = 16 * 1024;

export class ExplainBody {
  /** The caller's environment, by its id or slug. */
  @Text(63, { example: 'production' })
  environmentId: string;

  @ApiProperty({ enum: PATHS, example: 'chat/completions' })
  @IsIn(PATHS)
  endpoint: string;

  /** The body that a caller would send. */
  @JsonField(MAX_BODY_BYTES, {
    example: { model: 'any', messages: [{ role: 'user', content: 'Hello' }], metadata: { userId: 'u-1' } },
  })
  body: JsonObject;

  /** Headers that a caller would send. Looked at are `x-llmops-config` and those that rules may use. */
  @JsonField(MAX_HEADERS_BYTES, { optional: true, example: {} })
  headers?: JsonObject;

  @Id({ optional: true, description: 'Of a request that was made: what is drawn by its id is drawn as it was then' })
  requestId?: string;
}

export class WantedView {
  /** It must be there, or must not. */
  exists?: boolean;

  @ApiProperty({ type: [String], required: false })
  in?: string[];

  @ApiProperty({ type: [String], required: false })
  notIn?: string[];

  prefix?: string;
}

export class ExplainedConditionView {
  /** A member of the call's `metadata`, or `request:…` or `header:…`. */
  tag: string;

  /** All that is asked of it. */
  @ApiProperty({ type: WantedView })
  wanted: object;

  /** What the call has; null where it is missing. */
  actual: string | null;
  matched: boolean;
}

const OUTCOMES = ['chosen', 'not-needed', 'no-match', 'disabled'] as const;

export class ExplainedRuleView {
  ruleId: string;
  priority: number;
  enabled: boolean;
  /** Whether all conditions hold. */
  matched: boolean;

  /** `chosen`: it decides. `not-needed`: it matches, but an earlier one did. `no-match`, `disabled`: it is passed over. */
  @ApiProperty({ enum: OUTCOMES })
  outcome: (typeof OUTCOMES)[number];

  /** Empty: every call matches. */
  @ApiProperty({ type: [ExplainedConditionView] })
  conditions: ExplainedConditionView[];
}

const STEPS = ['direct', 'config', 'rule', 'draw', 'shadow', 'fallback', 'skipped'] as const;

/** One step of the decision, in the order it was taken; which members it has depends on `step`. */
export class ExplainedStepView {
  @ApiProperty({ enum: STEPS })
  step: (typeof STEPS)[number];

  provider?: string;
  config?: string;

  /** What named the config. */
  @ApiProperty({ enum: ['model', 'header', 'environment-default'], required: false })
  by?: string;

  ruleId?: string;
  priority?: number;
  matched?: boolean;
  variant?: string;
  version?: number;
  /** Of the arm, in ten-thousandths. */
  weight?: number;
  /** Of a shadow: ten-thousandths of the rule's calls that it gets a copy of. */
  share?: number;
  /** Whether the shadow gets a copy of this one, when it is answered. */
  drawn?: boolean;
  /** Who is kept on the same arm. */
  subject?: string;

  /** `metadata.<key>`, `user`, `header:<name>`, or `request-id` where the call names nobody. */
  subjectFrom?: string;

  /** Why a variant is passed over, or a request that was drawn for a shadow is not copied. */
  because?: string;
}

export class ExplainedErrorView {
  status: number;
  code: string | null;
  message: string;
  param: string | null;
}

export class ExplainedTargetView {
  provider: string;
  vendor: string;
  /** As sent to the vendor. */
  model: string;
  /** Null for direct access. */
  variant: string | null;
  version: number | null;

  /** The caller's body with the variant's parameters and prompt, in OpenAI's format; null where it cannot be made. */
  @ApiProperty({ type: 'object', additionalProperties: true, nullable: true })
  request: object | null;

  /** The prompt as rendered with the body's `input`; null where there is none. */
  systemPrompt: string | null;

  /** What is left out for this target, as `x-llmops-dropped-params` names it. */
  @ApiProperty({ type: [String] })
  dropped: string[];

  /** Milliseconds; what holds for this target: its version's, else its provider's, else the settings'. */
  @ApiProperty({ type: 'object', additionalProperties: { type: 'number' } })
  timeouts: object;

  @ApiProperty({ type: 'object', additionalProperties: { type: 'number' } })
  retry: object;

  /** Why this target cannot be called so; null where it can. */
  @ApiProperty({ type: ExplainedErrorView, nullable: true })
  error: ExplainedErrorView | null;
}

export class ExplanationView {
  /** Of the configuration that was asked. */
  revision: string;
  environment: string;
  /** The config that decides; null for direct access, or where none was found. */
  config: string | null;

  /** What the caller would get instead of an answer; null where the call would be made. */
  @ApiProperty({ type: ExplainedErrorView, nullable: true })
  error: ExplainedErrorView | null;

  /** Every rule of the config for the environment in the order they are tried, then the disabled ones. */
  @ApiProperty({ type: [ExplainedRuleView] })
  rules: ExplainedRuleView[];

  @ApiProperty({ type: [ExplainedStepView] })
  reasons: ExplainedStepView[];

  /** Where the call goes, in order: the next is tried when the one before fails. */
  @ApiProperty({ type: [ExplainedTargetView] })
  targets: ExplainedTargetView[];

  /** Shadows that get a copy when the call was answered, as far as their caps and what goes on then let them. */
  @ApiProperty({ type: [ExplainedTargetView] })
  shadows: ExplainedTargetView[];
}
