import { GatewayError, UpstreamError } from '../../../core/errors.js';
import { JsonBody } from '../../../core/json-body.js';
import { isJsonObject } from '../../../core/json.js';
import { SseJsonReader, type SseJson } from '../../framing/sse-json.js';
import type {
  Adapter,
  FrameMapper,
  PassThrough,
  ReplyContext,
  StreamItem,
  Translation,
} from '../../provider-strategy.js';
import { ChatStream } from './chat-stream.js';

/** A pass-through chat seen as JSON to JSON, for what is built on top of any vendor's chat. */
export function asTranslation(adapter: Adapter): Translation {
  if (adapter.kind === 'translation') return adapter;
  return {
    kind: 'translation',
    toRequest: (call) => adapter.toRequest({ ...call, body: JsonBody.of(call.body) }),
    fromResponse: (body) => adapter.mapBody?.(body) ?? body,
    stream: (context) => new FrameStream(adapter, context),
  };
}

/** OpenAI's frames as chunks. */
class FrameStream extends ChatStream<SseJson> {
  private readonly mapFrame: FrameMapper;

  constructor(adapter: PassThrough, context: ReplyContext) {
    super(context, new SseJsonReader());
    this.mapFrame = adapter.frameMapper?.() ?? ((frame) => frame);
  }

  protected translate(event: SseJson): readonly StreamItem[] {
    if (event === 'done') return this.finish();
    const mapped = this.mapFrame(event);
    if (mapped === null) return [];
    if (mapped instanceof GatewayError) return [mapped];
    const frames = isJsonObject(mapped) ? [mapped] : mapped;
    return frames.map((frame) =>
      isJsonObject(frame['error'])
        ? broken(`The provider reported an error: ${JSON.stringify(frame['error']['message'])}`)
        : frame,
    );
  }

  protected override translateEnd(): readonly StreamItem[] {
    return [broken('The provider ended the stream before it was complete.')];
  }
}

function broken(message: string): UpstreamError {
  return new UpstreamError({ kind: 'stream-broken', message });
}
