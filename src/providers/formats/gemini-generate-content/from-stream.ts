import { countOf, objectsOf, textOf } from '../../../core/json.js';
import { ChatStream } from '../openai-chat/chat-stream.js';
import type { ToolNames } from '../openai-chat/tool-names.js';
import { SseJsonReader, type SseJson } from '../../framing/sse-json.js';
import type { ReplyContext, StreamItem } from '../../provider-strategy.js';
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
export class GenerateContentStream extends ChatStream<SseJson> {
  private readonly choices = new Map<number, ChoiceStream>();
  private names: ToolNames | null = null;
  private blocked = false;

  constructor(context: ReplyContext) {
    super(context, new SseJsonReader());
  }

  protected translate(event: SseJson): readonly StreamItem[] {
    if (event === 'done') return [];
    if (event['error'] !== undefined) return [toGoogleError(event)];
    this.writer.useId(textOf(event['responseId']));
    this.blocked ||= isBlocked(event);
    this.count(event['usageMetadata']);
    return objectsOf(event['candidates']).flatMap((candidate, at) =>
      this.choice(countOf(candidate['index']) ?? at).read(candidate),
    );
  }

  protected override translateEnd(): readonly StreamItem[] {
    const choices = [...this.choices.values()];
    const usage = convertUsage(this.usage);
    if (choices.length === 0 && this.blocked) return this.finish(this.writer.choice().finish('content_filter'), usage);
    const isWhole = this.blocked || choices.every(({ finishReason }) => finishReason !== '');
    if (choices.length === 0 || !isWhole) return super.translateEnd();
    return this.finish(
      choices.flatMap((choice) => choice.finish(this.blocked)),
      usage,
    );
  }

  private choice(index: number): ChoiceStream {
    const known = this.choices.get(index);
    if (known) return known;
    this.names ??= googleToolNames(this.context.request);
    const choice = new ChoiceStream(index, this.writer.choice(index), {
      fallbackId: this.context.fallbackId,
      names: this.names,
    });
    this.choices.set(index, choice);
    return choice;
  }
}
