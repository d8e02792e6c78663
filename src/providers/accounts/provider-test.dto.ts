import { ApiProperty } from '@nestjs/swagger';
import { Text } from '../../core/http/fields.js';

export class ProviderTestBody {
  @Text(200, {
    optional: true,
    description: "The vendor's name of a model to ask for one token. Without it the models are listed, which is free",
    example: 'sandbox-1',
  })
  model?: string;
}

export class ProviderTestView {
  /** The account took the call. */
  ok: boolean;

  /** What was called: the vendor's list of models, or one token of a chat. */
  @ApiProperty({ enum: ['models', 'chat'] })
  call: 'models' | 'chat';

  /** The model that was asked; null where the models were listed. */
  model: string | null;

  /** HTTP status of the vendor's answer; null where it gave none. */
  @ApiProperty({ type: 'integer', nullable: true })
  status: number | null;

  /** Milliseconds that the test took. */
  @ApiProperty({ type: 'integer' })
  latencyMs: number;

  /** One sentence: that it works, or what is wrong with the credentials, the model or the network. */
  @ApiProperty({ example: 'The credentials work: 42 models are listed.' })
  message: string;

  /** How many models are listed. */
  @ApiProperty({ type: 'integer' })
  models?: number;

  /** Their names, the first thousand at most. */
  modelNames?: string[];
}
