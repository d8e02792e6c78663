import { EventStreamCodec } from '@smithy/eventstream-codec';
import { FrameTooLargeError, type FrameDecoder } from './decode-sse.js';

/** One message of AWS's binary event stream. */
export interface AwsEventFrame {
  /** String headers only, such as `:event-type`; the others are not needed. */
  readonly headers: Readonly<Record<string, string>>;
  readonly payload: Uint8Array;
}

const MAX_MESSAGE_BYTES = 16 * 1024 * 1024;
/** Two lengths and two checksums. */
const MIN_MESSAGE_BYTES = 16;
const LENGTH_BYTES = 4;
const EMPTY = new Uint8Array(0);

export const toUtf8 = (bytes: Uint8Array | string): string =>
  typeof bytes === 'string' ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
const codec = new EventStreamCodec(toUtf8, (text) => Buffer.from(text, 'utf8'));

/**
 * AWS event stream messages, cut anywhere, both checksums tested.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/RESTSelectObjectAppendix.html
 */
export class AwsEventStreamDecoder implements FrameDecoder<AwsEventFrame> {
  private pending: Uint8Array = EMPTY;

  /**
   * @throws FrameTooLargeError above 16 MiB
   * @throws Error where a checksum or the form is wrong
   */
  push(bytes: Uint8Array): AwsEventFrame[] {
    const frames: AwsEventFrame[] = [];
    let rest = this.pending.length === 0 ? bytes : Buffer.concat([this.pending, bytes]);
    while (rest.length >= LENGTH_BYTES) {
      const length = new DataView(rest.buffer, rest.byteOffset, LENGTH_BYTES).getUint32(0);
      if (length > MAX_MESSAGE_BYTES) throw new FrameTooLargeError(`a message of ${length} bytes is too long`);
      if (length < MIN_MESSAGE_BYTES) throw new Error(`a message cannot have ${length} bytes`);
      if (rest.length < length) break;
      frames.push(decode(rest.subarray(0, length)));
      rest = rest.subarray(length);
    }
    this.pending = rest;
    return frames;
  }

  /** @throws Error where the body ended inside a message */
  end(): AwsEventFrame[] {
    if (this.pending.length > 0) throw new Error('the body ended inside a message');
    return [];
  }
}

function decode(message: Uint8Array): AwsEventFrame {
  const { headers, body } = codec.decode(message);
  const texts: Record<string, string> = {};
  for (const [name, header] of Object.entries(headers)) if (header.type === 'string') texts[name] = header.value;
  return { headers: texts, payload: body };
}
