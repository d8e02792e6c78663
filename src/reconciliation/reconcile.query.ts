import { ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsNumber, IsOptional, Max, Min } from 'class-validator';
import { Text } from '../core/http/fields.js';

const MAX_NAMES = 2_000;

export class ReconcileQuery {
  @Text(MAX_NAMES, {
    optional: true,
    description:
      'Slugs or ids of the providers that the bill is of, with commas between; all of the vendor where absent',
    example: 'openai',
  })
  provider?: string;

  @Text(MAX_NAMES, {
    optional: true,
    description: 'Ids or names of projects, workspaces or API keys: only lines of one of these, with commas between',
    example: 'proj_abc',
  })
  group?: string;

  @ApiPropertyOptional({
    description: 'Per cent of the bill’s figure up to which a gap is none',
    minimum: 0,
    maximum: 100,
    default: 1,
  })
  @IsOptional()
  @Type(() => Number)
  @IsNumber({ allowNaN: false, allowInfinity: false }, { message: '$property must be a number from 0 to 100' })
  @Min(0, { message: '$property must be a number from 0 to 100' })
  @Max(100, { message: '$property must be a number from 0 to 100' })
  tolerance: number = 1;
}
