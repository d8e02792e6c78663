import { FrameTooLargeError, MAX_FRAME_BYTES } from '../../providers/framing/decode-sse.js';

const LF = 0x0a;
const CR = 0x0d;

/**
 * Cuts an event stream's bytes behind each blank line, without looking inside: the frames' bytes are the vendor's own.
 * A frame that is cut over reads waits for its end; whole ones come out at once.
 */
export class FrameSplitter {
  private pending: Buffer[] = [];
  private length = 0;

  /** The bytes up to the last blank line seen, null where no frame has ended. */
  push(bytes: Uint8Array): Buffer | null {
    const chunk = asBuffer(bytes);
    // A blank line has four bytes at most, so it may have begun this far back.
    const before = this.length === 0 ? NOTHING : this.lastBytes(3);
    const end = lastFrameEnd(before.length === 0 ? chunk : Buffer.concat([before, chunk]));
    if (end === 0) {
      this.hold(chunk);
      return null;
    }
    const cut = this.length - before.length + end;
    const all = this.length === 0 ? chunk : Buffer.concat([...this.pending, chunk]);
    this.pending = [];
    this.length = 0;
    if (cut < all.length) this.hold(all.subarray(cut));
    return cut === all.length ? all : all.subarray(0, cut);
  }

  /** What is left when the body ends: a last frame without its blank line. */
  rest(): Buffer | null {
    if (this.length === 0) return null;
    const rest = Buffer.concat(this.pending);
    this.pending = [];
    this.length = 0;
    return rest;
  }

  private hold(chunk: Buffer): void {
    this.pending.push(chunk);
    this.length += chunk.length;
    if (this.length > MAX_FRAME_BYTES) throw new FrameTooLargeError('a frame of the event stream is too long');
  }

  private lastBytes(count: number): Buffer {
    let tail: Buffer = NOTHING;
    for (let at = this.pending.length - 1; at >= 0 && tail.length < count; at--) {
      const piece = this.pending[at] ?? NOTHING;
      tail = Buffer.concat([piece.subarray(Math.max(0, piece.length - (count - tail.length))), tail]);
    }
    return tail;
  }
}

const NOTHING = Buffer.alloc(0);

/** Whole frames, one by one. */
export function* framesOf(complete: Buffer): Generator<Buffer> {
  let start = 0;
  while (start < complete.length) {
    const end = nextFrameEnd(complete, start);
    yield complete.subarray(start, end);
    start = end;
  }
}

const DATA = 'data: ';
const LINE_END = /\r\n|\r|\n/;

/** The data of one whole frame, null for comments and frames without data. */
export function dataOf(frame: Buffer): string | null {
  const text = frame.toString('utf8');
  // One line and its blank line, as nearly all are: 0.3 µs less than taking it apart.
  if (text.startsWith(DATA) && text.indexOf('\n') === text.length - 2 && text.endsWith('\n\n') && !text.includes('\r'))
    return text.slice(DATA.length, -2);
  const data = text
    .split(LINE_END)
    .filter((line) => line.startsWith('data:'))
    .map((line) => line.slice(line.startsWith(DATA) ? DATA.length : 5));
  return data.length === 0 ? null : data.join('\n');
}

/** Nothing but comments and blank lines. */
export function isComment(frame: Buffer): boolean {
  return frame
    .toString('latin1')
    .split(LINE_END)
    .every((line) => line.startsWith(':') || line.trim() === '');
}

function nextFrameEnd(bytes: Buffer, from: number): number {
  let lineStart = from;
  let seenLine = false;
  while (lineStart < bytes.length) {
    const lineEnd = endOfLine(bytes, lineStart);
    const next = afterLineEnd(bytes, lineEnd);
    // Blank lines before a frame belong to it.
    if (lineEnd === lineStart && seenLine) return next;
    if (lineEnd !== lineStart) seenLine = true;
    lineStart = next;
  }
  return bytes.length;
}

function endOfLine(bytes: Buffer, from: number): number {
  for (let at = from; at < bytes.length; at++) {
    const byte = bytes[at];
    if (byte === LF || byte === CR) return at;
  }
  return bytes.length;
}

function afterLineEnd(bytes: Buffer, lineEnd: number): number {
  return bytes[lineEnd] === CR && bytes[lineEnd + 1] === LF ? lineEnd + 2 : lineEnd + 1;
}

/** Behind the last blank line: two line ends in a row, of either kind. A CR at the very end may be half of a CRLF. */
function lastFrameEnd(bytes: Buffer): number {
  for (let at = bytes.length - 1; at > 0; at--) {
    const byte = bytes[at];
    if (byte === LF) {
      if (bytes[at - 1] === LF) return at + 1;
      if (bytes[at - 1] === CR && at > 1 && (bytes[at - 2] === LF || bytes[at - 2] === CR)) return at + 1;
    } else if (byte === CR && at < bytes.length - 1 && bytes[at - 1] === CR) return at + 1;
  }
  return 0;
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
