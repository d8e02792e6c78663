import { UpstreamError } from '../../../core/errors.js';
import { JsonBody } from '../../../core/json-body.js';
import { isJsonObject } from '../../../core/json.js';
import { readErrorFrame } from '../../vendor-words.js';
import { SseJsonReader, type SseJson } from '../../framing/sse-json.js';
import type {
  Adapter,
  FrameMapper,
  PassThrough,
  ReplyContext,
  StreamItem,
  Translation,
  VendorConnection,
} from '../../provider-strategy.js';
import { ChatStream } from './chat-stream.js';

/** A vendor, as far as it tells what its errors mean. */
export type ErrorReader = Pick<VendorConnection, 'readError'>;

/** A pass-through chat seen as JSON to JSON, for what is built on top of any vendor's chat. */
export function asTranslation(adapter: Adapter, vendor: ErrorReader): Translation {
  if (adapter.kind === 'translation') return adapter;
  return {
    kind: 'translation',
    toRequest: (call) => adapter.toRequest({ ...call, body: JsonBody.of(call.body) }),
    fromResponse: (body) => adapter.mapBody?.(body) ?? body,
    stream: (context) => new FrameStream(adapter, vendor, context),
  };
}

/** OpenAI's frames as chunks. */
class FrameStream extends ChatStream<SseJson> {
  private readonly mapFrame: FrameMapper;

  constructor(
    adapter: PassThrough,
    private readonly vendor: ErrorReader,
    context: ReplyContext,
  ) {
    super(context, new SseJsonReader());
    this.mapFrame = adapter.frameMapper?.() ?? ((frame) => frame);
  }

  protected translate(event: SseJson): readonly StreamItem[] {
    if (event === 'done') return this.finish();
    const failure = readErrorFrame(this.vendor, event);
    if (failure !== null) return [new UpstreamError(failure)];
    const mapped = this.mapFrame(event);
    if (mapped === null) return [];
    return isJsonObject(mapped) ? [mapped] : mapped;
  }

  protected override translateEnd(): readonly StreamItem[] {
    return [broken('The provider ended the stream before it was complete.')];
  }
}

function broken(message: string): UpstreamError {
  return new UpstreamError({ kind: 'stream-broken', message });
}
