import { type GatewayError, UpstreamError } from '../../core/errors.js';
import type { StreamFilter } from './stream-filter.js';

/** Sends bytes on as they come. There is no frame for an error in them: a break cuts the connection. */
export class BytesFilter implements StreamFilter {
  good = false;
  done = false;
  failure: GatewayError | null = null;

  push(bytes: Uint8Array): Buffer | null {
    this.good = true;
    return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes);
  }

  end(): Buffer | null {
    if (this.good) this.done = true;
    else this.failure = new UpstreamError({ kind: 'invalid-response', message: 'The provider answered with nothing.' });
    return null;
  }
}
