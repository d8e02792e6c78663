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

/** A stream whose one frame is larger than this is broken or hostile. */
export const MAX_FRAME_BYTES = 32 * 1024 * 1024;

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

  private lines(more: string): SseEvent[] {
    const events: SseEvent[] = [];
    let text = this.pending === '' ? more : this.pending + more;
    if (text === '') return events;
    // CRLF cut between its two characters: the LF that follows ends no second line.
    if (this.afterCarriageReturn && text.startsWith('\n')) text = text.slice(1);
    this.afterCarriageReturn = false;
    let start = 0;
    for (;;) {
      const end = nextLineEnd(text, start);
      if (end < 0) break;
      this.line(text.slice(start, end), events);
      start = end + 1;
      if (text.charCodeAt(end) === 13) {
        if (start === text.length) this.afterCarriageReturn = true;
        else if (text.charCodeAt(start) === 10) start++;
      }
    }
    this.pending = text.slice(start);
    if (this.pending.length > MAX_FRAME_BYTES) throw new FrameTooLargeError('a line of the event stream is too long');
    return events;
  }

  private line(line: string, events: SseEvent[]): void {
    if (line === '') return this.dispatch(events);
    const colon = line.indexOf(':');
    if (colon === 0) return;
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(line.charCodeAt(colon + 1) === 32 ? colon + 2 : colon + 1);
    if (field === 'data') this.data.push(value);
    else if (field === 'event') this.event = value;
  }

  private dispatch(events: SseEvent[]): void {
    if (this.data.length > 0) events.push({ event: this.event, data: this.data.join('\n') });
    this.event = null;
    this.data = [];
  }
}

function nextLineEnd(text: string, from: number): number {
  const lineFeed = text.indexOf('\n', from);
  const carriageReturn = text.indexOf('\r', from);
  if (carriageReturn < 0) return lineFeed;
  return lineFeed < 0 ? carriageReturn : Math.min(lineFeed, carriageReturn);
}
