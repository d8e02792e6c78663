import { GatewayError, UpstreamError } from '../../../core/errors.js';
import { countOf, type JsonObject, objectOf, objectsOf, textOf } from '../../../core/json.js';
import { ChunkWriter } from '../../formats/openai-chat/chunk-writer.js';
import type { ToolNames } from '../../formats/openai-chat/tool-names.js';
import { withLaterCounts } from '../../formats/openai-chat/usage.js';
import { SseJsonReader, type SseJsonItem } from '../../framing/sse-json.js';
import type { ReplyContext, StreamItem, StreamTranslator } from '../../provider-strategy.js';
import { ChoiceStream } from './choice-stream.js';
import { convertUsage } from './convert-usage.js';
import { vendorWords } from '../../vendor-words.js';
import { toMistralFailure } from './read-error.js';
import { mistralToolNames } from './tool-names.js';

/**
 * Mistral's stream as OpenAI's: usage comes in the chunk that finishes, and leaves in one of its own before the end.
 *
 * @see https://docs.mistral.ai/capabilities/completion/#streaming
 */
export class MistralStream implements StreamTranslator {
  done = false;
  private readonly reader = new SseJsonReader();
  private readonly writer: ChunkWriter;
  private readonly choices = new Map<number, ChoiceStream>();
  private names: ToolNames | null = null;
  private usage: JsonObject = {};
  private failed = false;

  constructor(private readonly context: ReplyContext) {
    this.writer = new ChunkWriter(context);
  }

  push(bytes: Uint8Array): readonly StreamItem[] {
    return this.read(this.reader.push(bytes));
  }

  end(): readonly StreamItem[] {
    const items = this.read(this.reader.end());
    return this.done || this.failed ? items : [...items, ...this.fail(broken())];
  }

  private read(events: readonly SseJsonItem[]): StreamItem[] {
    const items: StreamItem[] = [];
    for (const event of events) {
      if (this.done || this.failed) break;
      items.push(...this.readEvent(event));
    }
    return items;
  }

  private readEvent(event: SseJsonItem): readonly StreamItem[] {
    if (event === 'done') return this.finish();
    if (event instanceof UpstreamError) return this.fail(event);
    if (event['error'] !== undefined || event['object'] === 'error' || event['detail'] !== undefined) {
      return this.fail(new UpstreamError({ ...toMistralFailure(event, null), vendorMessage: vendorWords(event) }));
    }
    this.writer.useId(textOf(event['id']));
    this.usage = withLaterCounts(this.usage, objectOf(event['usage']));
    const items = objectsOf(event['choices']).flatMap((choice, at) =>
      this.choice(countOf(choice['index']) ?? at).read(choice),
    );
    this.failed = items.some((item) => item instanceof GatewayError);
    return items;
  }

  private choice(index: number): ChoiceStream {
    const known = this.choices.get(index);
    if (known) return known;
    this.names ??= mistralToolNames(this.context.request);
    const choice = new ChoiceStream(index, this.writer, { fallbackId: this.context.fallbackId, names: this.names });
    this.choices.set(index, choice);
    return choice;
  }

  /** `[DONE]` without a finished answer before it is no end. */
  private finish(): readonly StreamItem[] {
    const choices = [...this.choices.values()];
    if (choices.length === 0 || choices.some(({ finished }) => !finished)) return this.fail(broken());
    this.done = true;
    const usage = convertUsage(this.usage);
    return usage === null ? [] : this.writer.usage(usage);
  }

  private fail(error: UpstreamError): readonly StreamItem[] {
    this.failed = true;
    return [error];
  }
}

function broken(): UpstreamError {
  const message = "The provider's stream ended before the answer was complete.";
  return new UpstreamError({ kind: 'stream-broken', message });
}
