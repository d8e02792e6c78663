/** One server-sent event: its name (`message` is left null) and its data lines joined by a line feed. */
export interface SseEvent {
  readonly event: string | null;
  readonly data: string;
}

/** A decoder from bytes to frames of any kind; what arrives cut anywhere comes out whole. */
export interface FrameDecoder<Frame> {
  push(bytes: Uint8Array): Frame[];
  /** What a body that ended without its last blank line still holds. */
  end(): Frame[];
}

/** Larger than any honest frame: a bound on memory. */
export const MAX_FRAME_BYTES = 32 * 1024 * 1024;

/** Counted for each line beside its text, so that an event of empty lines is bounded, too. */
const LINE_BYTES = 64;

export class FrameTooLargeError extends Error {}

/**
 * Server-sent events, as the standard reads them: LF, CR or CRLF; comments; `data:` with or without a space; several
 * data lines; characters of UTF-8 split over chunks; a last event without its blank line.
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation
 */
export class SseDecoder implements FrameDecoder<SseEvent> {
  private readonly text = new TextDecoder('utf-8');
  private pending = '';
  private event: string | null = null;
  private data: string[] = [];
  private dataLength = 0;
  private afterCarriageReturn = false;

  push(bytes: Uint8Array): SseEvent[] {
    return this.lines(this.text.decode(bytes, { stream: true }));
  }

  end(): SseEvent[] {
    const events = this.lines(this.text.decode());
    if (this.pending !== '') {
      this.line(this.pending, events);
      this.pending = '';
    }
    this.dispatch(events);
    return events;
  }

  /** Looks at new text only: a line of many megabytes (an image) in small chunks is not searched again for each. */
  private lines(more: string): SseEvent[] {
    const events: SseEvent[] = [];
    if (more === '') return events;
    // CRLF cut between its two characters: the LF that follows ends no second line.
    const text = this.afterCarriageReturn && more.startsWith('\n') ? more.slice(1) : more;
    this.afterCarriageReturn = false;
    const ends = new LineEnds(text);
    let start = 0;
    for (let end = ends.from(0); end >= 0; end = ends.from(start)) {
      this.line(this.pending + text.slice(start, end), events);
      this.pending = '';
      start = end + 1;
      if (text.charCodeAt(end) === 13) {
        if (start === text.length) this.afterCarriageReturn = true;
        else if (text.charCodeAt(start) === 10) start++;
      }
    }
    this.pending += text.slice(start);
    if (this.pending.length > MAX_FRAME_BYTES) throw new FrameTooLargeError('a line of the event stream is too long');
    return events;
  }

  private line(line: string, events: SseEvent[]): void {
    if (line === '') {
      this.dispatch(events);
      return;
    }
    const colon = line.indexOf(':');
    if (colon === 0) return;
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(line.charCodeAt(colon + 1) === 32 ? colon + 2 : colon + 1);
    if (field === 'data') this.addData(value);
    else if (field === 'event') this.event = value;
  }

  private addData(value: string): void {
    this.dataLength += value.length + LINE_BYTES;
    if (this.dataLength > MAX_FRAME_BYTES) throw new FrameTooLargeError('an event of the event stream is too long');
    this.data.push(value);
  }

  private dispatch(events: SseEvent[]): void {
    if (this.data.length > 0) events.push({ event: this.event, data: this.data.join('\n') });
    this.event = null;
    this.data = [];
    this.dataLength = 0;
  }
}

/** Finds LF or CR, whichever is first, and searches no part of the text twice for the one that is not there. */
class LineEnds {
  private lineFeed: number;
  private carriageReturn: number;

  constructor(private readonly text: string) {
    this.lineFeed = text.indexOf('\n');
    this.carriageReturn = text.indexOf('\r');
  }

  from(start: number): number {
    if (this.lineFeed >= 0 && this.lineFeed < start) this.lineFeed = this.text.indexOf('\n', start);
    if (this.carriageReturn >= 0 && this.carriageReturn < start) this.carriageReturn = this.text.indexOf('\r', start);
    if (this.carriageReturn < 0) return this.lineFeed;
    return this.lineFeed < 0 ? this.carriageReturn : Math.min(this.lineFeed, this.carriageReturn);
  }
}
