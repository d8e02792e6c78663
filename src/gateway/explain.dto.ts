import { IsIn } from 'class-validator';
import { ApiProperty } from '@nestjs/swagger';
import { ENDPOINTS, type Endpoint } from '../core/endpoints.js';
import { Id, JsonField } from '../core/http/fields.js';
import type { JsonObject } from '../core/json.js';

const MAX_BODY_BYTES = 512 * 1024;
const MAX_HEADERS_BYTES = 16 * 1024;

export class ExplainBody {
  /** The caller's environment. */
  @Id()
  environmentId: string;

  @ApiProperty({ enum: ENDPOINTS, example: 'chat/completions' })
  @IsIn(ENDPOINTS)
  endpoint: Endpoint;

  /** The body that a caller would send. */
  @JsonField(MAX_BODY_BYTES, {
    example: { model: 'any', messages: [{ role: 'user', content: 'Hello' }], metadata: { userId: 'u-1' } },
  })
  body: JsonObject;

  /** Headers that a caller would send; only `x-llmops-config` is looked at. */
  @JsonField(MAX_HEADERS_BYTES, { optional: true, example: {} })
  headers?: JsonObject;
}
