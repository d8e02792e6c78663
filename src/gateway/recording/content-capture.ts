import type { Redact } from '../../configs/environments/content-redaction.js';
import type { GatewayRequest } from '../endpoints/gateway-request.js';

/** Bytes of a request or reply kept with its record, at most; what is longer is cut and says so. */
const MAX_BYTES = 256 * 1024;
const CUT = '… [cut]';

/** Whether a caller's `store: false` says that nothing of the call may be kept. */
export function forbidsKeeping(request: GatewayRequest | null): boolean {
  return request?.body.get('store') === false;
}

/** Keeps what was asked and answered, where the environment wants that. Bounded, whatever streams by. */
export class ContentCapture {
  private readonly pieces: Uint8Array[] = [];
  private length = 0;

  /** @param redact strikes out what is never kept, and what the environment does not want to be */
  constructor(
    private readonly asked: Buffer | null,
    private readonly redact: Redact,
  ) {}

  get request(): string | null {
    return this.asked === null ? null : this.text([this.asked], this.asked.length);
  }

  get response(): string | null {
    return this.length === 0 ? null : this.text(this.pieces, this.length);
  }

  readonly add = (bytes: Uint8Array): void => {
    if (this.length < MAX_BYTES) this.pieces.push(bytes);
    this.length += bytes.length;
  };

  /** Cut before it is redacted, which bounds the time that takes; and without NUL, which Postgres' text does not hold. */
  private text(pieces: readonly Uint8Array[], length: number): string {
    const whole = Buffer.concat(pieces).subarray(0, MAX_BYTES).toString('utf8').replaceAll('\u0000', '\uFFFD');
    return this.redact(length > MAX_BYTES ? whole + CUT : whole);
  }
}
