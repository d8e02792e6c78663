import { ApiProperty } from '@nestjs/swagger';
import { Matches } from 'class-validator';
import { Decimal, field, Id, Text } from '../../core/http/fields.js';

/** A range that any scale fits in, and whose sums are exact. */
const LARGEST_VALUE = 1_000_000;
const MAX_COMMENT = 2_000;
const NAME = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/;
const NAME_RULE = '1 to 64 letters, digits, dots, dashes and underscores, and must begin with a letter or digit';

export const FEEDBACK_EXAMPLE = {
  requestId: '0192f0c1-7a5e-7c3a-9d1b-3f5a2b1c4d5e',
  name: 'helpful',
  value: 1,
  comment: 'Answered what I asked.',
} as const;

/** What is said of one answer. */
export class FeedbackBody {
  @Id({
    description: '`x-llmops-request-id` of the reply',
    example: FEEDBACK_EXAMPLE.requestId,
  })
  requestId: string;

  @field(
    { description: 'What is judged. A request has one value of each name', example: 'helpful' },
    { type: String, pattern: NAME.source },
    [Matches(NAME, { message: `$property must have ${NAME_RULE}` })],
  )
  name: string;

  @Decimal(-LARGEST_VALUE, LARGEST_VALUE, { description: '1 and 0 for yes and no, or any scale', example: 1 })
  value: number;

  @Text(MAX_COMMENT, { optional: true, nullable: true, example: FEEDBACK_EXAMPLE.comment })
  comment?: string | null;
}

export const FEEDBACK_SOURCES = ['caller', 'administrator'] as const;
export type FeedbackSource = (typeof FEEDBACK_SOURCES)[number];

export class FeedbackView {
  requestId: string;

  @ApiProperty({ example: 'helpful' })
  name: string;

  @ApiProperty({ example: 1 })
  value: number;

  @ApiProperty({ type: String, nullable: true })
  comment: string | null;

  /** Who gave it, with an environment's secret or through the admin API. */
  @ApiProperty({ enum: FEEDBACK_SOURCES })
  givenBy: FeedbackSource;

  givenAt: string;
}
