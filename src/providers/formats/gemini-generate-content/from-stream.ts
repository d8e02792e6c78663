import { GatewayError, UpstreamError } from '../../../core/errors.js';
import { countOf, type JsonObject, objectOf, objectsOf, textOf } from '../../../core/json.js';
import { ChunkWriter } from '../openai-chat/chunk-writer.js';
import type { ToolNames } from '../openai-chat/tool-names.js';
import { withLaterCounts } from '../openai-chat/usage.js';
import { SseJsonReader, type SseJsonItem } from '../../framing/sse-json.js';
import type { ReplyContext, StreamItem, StreamTranslator } from '../../provider-strategy.js';
import { ChoiceStream } from './choice-stream.js';
import { convertUsage } from './convert-usage.js';
import { isBlocked } from './from-response.js';
import { toGoogleError } from './read-error.js';
import { googleToolNames } from './tool-names.js';

/**
 * `streamGenerateContent?alt=sse` as OpenAI chunks. Every event is a whole response; there is no `[DONE]`: the stream
 * is complete when its body ends after a finishReason, for usage and signatures may come later than that.
 *
 * @see https://ai.google.dev/api/generate-content#method:-models.streamgeneratecontent
 */
export class GenerateContentStream implements StreamTranslator {
  done = false;
  private readonly reader = new SseJsonReader();
  private readonly writer: ChunkWriter;
  private readonly choices = new Map<number, ChoiceStream>();
  private names: ToolNames | null = null;
  private usage: JsonObject = {};
  private blocked = false;
  private failed = false;

  constructor(private readonly context: ReplyContext) {
    this.writer = new ChunkWriter(context);
  }

  push(bytes: Uint8Array): readonly StreamItem[] {
    return this.read(this.reader.push(bytes));
  }

  end(): readonly StreamItem[] {
    const items = this.read(this.reader.end());
    if (this.failed || this.done) return items;
    const last = this.finish();
    this.done = !last.some((item) => item instanceof GatewayError);
    return [...items, ...last];
  }

  private read(events: readonly SseJsonItem[]): StreamItem[] {
    const items: StreamItem[] = [];
    for (const event of events) {
      if (this.failed) break;
      for (const item of this.readEvent(event)) {
        items.push(item);
        if (item instanceof GatewayError) {
          this.failed = true;
          break;
        }
      }
    }
    return items;
  }

  private readEvent(event: SseJsonItem): StreamItem[] {
    if (event === 'done') return [];
    if (event instanceof UpstreamError) return [event];
    if (event['error'] !== undefined) return [toGoogleError(event)];
    this.writer.useId(textOf(event['responseId']));
    this.blocked ||= isBlocked(event);
    // Early events leave counts out that a later one has; the last word on each counts.
    this.usage = withLaterCounts(this.usage, objectOf(event['usageMetadata']));
    return objectsOf(event['candidates']).flatMap((candidate, at) =>
      this.choice(countOf(candidate['index']) ?? at).read(candidate),
    );
  }

  private choice(index: number): ChoiceStream {
    const known = this.choices.get(index);
    if (known) return known;
    this.names ??= googleToolNames(this.context.request);
    const choice = new ChoiceStream(index, this.writer, { fallbackId: this.context.fallbackId, names: this.names });
    this.choices.set(index, choice);
    return choice;
  }

  private finish(): StreamItem[] {
    if (this.choices.size === 0 && this.blocked) return [...this.writer.finish('content_filter'), ...this.usageChunk()];
    const choices = [...this.choices.values()];
    if (choices.length === 0 || (!this.blocked && choices.some(({ finishReason }) => finishReason === ''))) {
      this.failed = true;
      const message = "The provider's stream ended before the answer was complete.";
      return [new UpstreamError({ kind: 'stream-broken', message })];
    }
    return [...choices.flatMap((choice) => choice.finish(this.blocked)), ...this.usageChunk()];
  }

  private usageChunk(): StreamItem[] {
    const usage = convertUsage(this.usage);
    return usage === null ? [] : this.writer.usage(usage);
  }
}
