import { GatewayError, UpstreamError } from '../../../core/errors.js';
import { JsonBody } from '../../../core/json-body.js';
import { isJsonObject } from '../../../core/json.js';
import { SseJsonReader, type SseJsonItem } from '../../framing/sse-json.js';
import type {
  Adapter,
  FrameMapper,
  PassThrough,
  StreamItem,
  StreamTranslator,
  Translation,
} from '../../provider-strategy.js';

/** A pass-through chat seen as JSON to JSON, for what is built on top of any vendor's chat. */
export function asTranslation(adapter: Adapter): Translation {
  if (adapter.kind === 'translation') return adapter;
  return {
    kind: 'translation',
    toRequest: (call) => adapter.toRequest({ ...call, body: JsonBody.of(call.body) }),
    fromResponse: (body) => adapter.mapBody?.(body) ?? body,
    stream: () => new FrameStream(adapter),
  };
}

/** OpenAI's frames as chunks. */
class FrameStream implements StreamTranslator {
  done = false;
  private readonly reader = new SseJsonReader();
  private readonly mapFrame: FrameMapper;

  constructor(adapter: PassThrough) {
    this.mapFrame = adapter.frameMapper?.() ?? ((frame) => frame);
  }

  push(bytes: Uint8Array): readonly StreamItem[] {
    return this.reader.push(bytes).flatMap((item) => this.toItems(item));
  }

  end(): readonly StreamItem[] {
    const last = this.reader.end().flatMap((item) => this.toItems(item));
    return this.done ? last : [...last, broken('The provider ended the stream before it was complete.')];
  }

  private toItems(item: SseJsonItem): StreamItem[] {
    if (this.done) return [];
    if (item === 'done') {
      this.done = true;
      return [];
    }
    const mapped = item instanceof GatewayError ? item : this.mapFrame(item);
    if (mapped === null) return [];
    if (mapped instanceof GatewayError) return [mapped];
    const frames = isJsonObject(mapped) ? [mapped] : mapped;
    return frames.map((frame) =>
      isJsonObject(frame['error'])
        ? broken(`The provider reported an error: ${JSON.stringify(frame['error']['message'])}`)
        : (frame as unknown as StreamItem),
    );
  }
}

function broken(message: string): UpstreamError {
  return new UpstreamError({ kind: 'stream-broken', message });
}
