import type { AnswerText } from './token-counter.js';

/** Bytes of a stream's beginning that are kept whole: all of most answers that are cut early. */
const HEAD_BYTES = 2 * 1024;
/** After that, one piece each time the answer has grown by this factor. */
const GROWTH = 1.2;
const MAX_BYTES = 16 * 1024;

/**
 * What is kept of a streamed answer for the case that its vendor does not count it, which shows only at its end. Frames of
 * one stream are alike, so a few from all over it tell what the rest holds.
 */
export class AnswerSample {
  private readonly head: Buffer[] = [];
  private readonly later: Buffer[] = [];
  private bytes = 0;
  private kept = 0;
  private nextAt = HEAD_BYTES;

  /** @param piece whole frames */
  readonly add = (piece: Uint8Array): void => {
    const { bytes } = this;
    this.bytes += piece.length;
    if ((bytes >= HEAD_BYTES && bytes < this.nextAt) || this.kept + piece.length > MAX_BYTES) return;
    this.nextAt = Math.max(HEAD_BYTES, bytes * GROWTH);
    this.kept += piece.length;
    // Copied, for a piece may lie in a buffer that is much larger than itself.
    (bytes < HEAD_BYTES ? this.head : this.later).push(Buffer.from(piece));
  };

  /** The head as one piece: a token may be spread over two frames. */
  take(): AnswerText {
    return { pieces: [Buffer.concat(this.head), ...this.later], bytes: this.bytes };
  }
}
