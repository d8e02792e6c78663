import type { GatewayError } from '../../core/errors.js';
import { noAnswer } from './json-reply.js';
import type { StreamFilter } from './stream-filter.js';

const NO_AUDIO = /^(text\/|application\/([\w.+-]+\+)?json)/i;
/** Samples without a header may begin with any byte; what else is audio begins with neither of these. */
const BARE_SAMPLES = /pcm|l16|octet-stream|basic/i;
const OPEN_BRACE = 0x7b;
const LESS_THAN = 0x3c;

/** Sends bytes on as they come. There is no frame for an error in them: a break cuts the connection. */
export class BytesFilter implements StreamFilter {
  good = false;
  done = false;
  failure: GatewayError | null = null;

  /** @param contentType as the vendor states it; empty where it does not */
  constructor(private readonly contentType: string) {}

  push(bytes: Uint8Array): Buffer | null {
    if (!this.good && this.isNoAudio(bytes)) {
      this.failure = noAnswer('text where audio was due');
      return null;
    }
    this.good = true;
    return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes);
  }

  end(): Buffer | null {
    if (this.good) this.done = true;
    else this.failure ??= noAnswer('nothing');
    return null;
  }

  private isNoAudio([first]: Uint8Array): boolean {
    if (NO_AUDIO.test(this.contentType)) return true;
    return !BARE_SAMPLES.test(this.contentType) && (first === OPEN_BRACE || first === LESS_THAN);
  }
}
