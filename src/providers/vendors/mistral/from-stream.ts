import { UpstreamError } from '../../../core/errors.js';
import { countOf, objectsOf, textOf } from '../../../core/json.js';
import { ChatStream } from '../../formats/openai-chat/chat-stream.js';
import type { ToolNames } from '../../formats/openai-chat/tool-names.js';
import { SseJsonReader, type SseJson } from '../../framing/sse-json.js';
import type { ReplyContext, StreamItem } from '../../provider-strategy.js';
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
export class MistralStream extends ChatStream<SseJson> {
  private readonly choices = new Map<number, ChoiceStream>();
  private names: ToolNames | null = null;

  constructor(context: ReplyContext) {
    super(context, new SseJsonReader());
  }

  protected translate(event: SseJson): readonly StreamItem[] {
    if (event === 'done') return this.onDone();
    if (event['error'] !== undefined || event['object'] === 'error' || event['detail'] !== undefined) {
      return [new UpstreamError({ ...toMistralFailure(event, null), vendorMessage: vendorWords(event) })];
    }
    this.writer.useId(textOf(event['id']));
    this.count(event['usage']);
    return objectsOf(event['choices']).flatMap((choice, at) =>
      this.choice(countOf(choice['index']) ?? at).read(choice),
    );
  }

  private choice(index: number): ChoiceStream {
    const known = this.choices.get(index);
    if (known) return known;
    this.names ??= mistralToolNames(this.context.request);
    const choice = new ChoiceStream(index, this.writer.choice(index), {
      fallbackId: this.context.fallbackId,
      names: this.names,
    });
    this.choices.set(index, choice);
    return choice;
  }

  /** `[DONE]` without a finished answer before it is no end. */
  private onDone(): readonly StreamItem[] {
    const choices = [...this.choices.values()];
    const isWhole = choices.length > 0 && choices.every(({ finished }) => finished);
    return isWhole ? this.finish([], convertUsage(this.usage)) : this.translateEnd();
  }
}
