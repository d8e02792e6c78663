import { GatewayError, UpstreamError } from '../../../core/errors.js';
import { objectOf, type JsonObject } from '../../../core/json.js';
import type { ReplyContext, StreamItem, StreamTranslator } from '../../provider-strategy.js';
import { ChunkWriter } from './chunk-writer.js';

/** Bytes to a vendor's events; an error among them ends the stream. */
export interface EventReader<Event> {
  push(bytes: Uint8Array): readonly (Event | UpstreamError)[];
  /** What is left when the body has ended. */
  end(): readonly (Event | UpstreamError)[];
}

/**
 * What the streams of all vendors have in common: events are translated one by one until the answer is whole or an
 * error comes, token counts are held back until then, and an answer that breaks off is an error.
 */
export abstract class ChatStream<Event> implements StreamTranslator {
  done = false;
  protected readonly writer: ChunkWriter;
  /** The vendor's own counts so far. */
  protected usage: JsonObject = {};
  private failed = false;

  constructor(
    protected readonly context: ReplyContext,
    private readonly reader: EventReader<Event>,
  ) {
    this.writer = new ChunkWriter(context);
  }

  push(bytes: Uint8Array): readonly StreamItem[] {
    return this.isOver() ? [] : this.translateAll(this.reader.push(bytes));
  }

  end(): readonly StreamItem[] {
    const items = this.isOver() ? [] : this.translateAll(this.reader.end());
    if (!this.isOver()) this.add(this.translateEnd(), items);
    return items;
  }

  /** The chunks of one event; an error ends the stream, a call of `finish` says that the answer is whole. */
  protected abstract translate(event: Event): readonly StreamItem[];

  /** The body has ended and no terminal event was seen. */
  protected translateEnd(): readonly StreamItem[] {
    return [streamBroken('ended before the answer was complete')];
  }

  /** The latest value of each count is kept; vendors send null for one that they leave out. */
  protected count(usage: unknown): void {
    for (const [name, value] of Object.entries(objectOf(usage))) if (value !== null) this.usage[name] = value;
  }

  /**
   * The answer is whole.
   *
   * @param last chunks that only the end makes possible
   * @param usage in OpenAI's form; null where nothing was counted
   */
  protected finish(last: readonly StreamItem[] = [], usage: JsonObject | null = null): readonly StreamItem[] {
    this.done = true;
    return usage === null ? last : [...last, ...this.writer.usage(usage)];
  }

  private isOver(): boolean {
    return this.done || this.failed;
  }

  private translateAll(events: readonly (Event | UpstreamError)[]): StreamItem[] {
    const items: StreamItem[] = [];
    for (const event of events) {
      if (this.isOver()) break;
      this.add(event instanceof UpstreamError ? [event] : this.translate(event), items);
    }
    return items;
  }

  private add(more: readonly StreamItem[], items: StreamItem[]): void {
    for (const item of more) {
      items.push(item);
      if (item instanceof GatewayError) {
        this.failed = true;
        this.done = false;
        return;
      }
    }
  }
}

/** @param how it ended, behind "The provider's stream" */
export function streamBroken(how: string): UpstreamError {
  return new UpstreamError({ kind: 'stream-broken', message: `The provider's stream ${how}.` });
}
