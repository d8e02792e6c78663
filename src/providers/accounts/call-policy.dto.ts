import { Whole } from '../../core/http/fields.js';

const HOUR_MS = 3_600_000;

/** Milliseconds; what is absent follows the gateway's settings. */
export class TimeoutsBody {
  @Whole(1, HOUR_MS, { optional: true, description: 'Until the connection stands', example: 10_000 })
  connectMs?: number;

  @Whole(1, HOUR_MS, { optional: true, description: "Until the vendor's status line", example: 60_000 })
  firstByteMs?: number;

  @Whole(1, HOUR_MS, { optional: true, description: 'Until the first good frame of a stream', example: 60_000 })
  firstTokenMs?: number;

  @Whole(1, HOUR_MS, { optional: true, description: 'Between two pieces of a stream', example: 60_000 })
  idleMs?: number;

  @Whole(1, HOUR_MS, { optional: true, description: 'The whole call', example: 300_000 })
  totalMs?: number;
}

export class RetryBody {
  @Whole(1, 10, { optional: true, description: 'Calls to this target at most', example: 3 })
  maxAttempts?: number;

  @Whole(0, 60_000, { optional: true, description: 'The longest wait between two of them', example: 8000 })
  maxDelayMs?: number;
}
