import { IsIn, IsObject, IsOptional, IsUUID } from 'class-validator';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ENDPOINTS, type Endpoint } from '../core/endpoints.js';
import type { JsonObject } from '../core/json.js';

export class ExplainBody {
  /** The caller's environment. */
  @IsUUID()
  environmentId: string;

  @ApiProperty({ enum: ENDPOINTS, example: 'chat/completions' })
  @IsIn(ENDPOINTS)
  endpoint: Endpoint;

  /** The body that a caller would send. */
  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    example: { model: 'any', messages: [{ role: 'user', content: 'Hello' }], metadata: { userId: 'u-1' } },
  })
  @IsObject()
  body: JsonObject;

  /** Headers that a caller would send; only `x-llmops-config` is looked at. */
  @ApiPropertyOptional({ type: 'object', additionalProperties: { type: 'string' }, example: {} })
  @IsOptional()
  @IsObject()
  headers?: Record<string, string>;
}
