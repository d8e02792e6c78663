import { ApiProperty } from '@nestjs/swagger';

export class ProblemField {
  /** JSON pointer into the request body; empty for the whole request. */
  @ApiProperty({ example: '/slug' })
  pointer: string;

  @ApiProperty({ example: 'another environment has this slug' })
  detail: string;
}

/** RFC 9457 problem details. */
export class Problem {
  @ApiProperty({ example: 'about:blank' })
  type: string;

  @ApiProperty({ example: 'Conflict' })
  title: string;

  @ApiProperty({ example: 409 })
  status: number;

  @ApiProperty({ example: 'The request conflicts with what exists.' })
  detail: string;

  @ApiProperty({ type: [ProblemField] })
  errors: ProblemField[];

  @ApiProperty({ format: 'uuid' })
  requestId: string;
}
