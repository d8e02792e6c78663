import { UpstreamError } from '../../../core/errors.js';
import { JsonBody } from '../../../core/json-body.js';
import type { JsonObject } from '../../../core/json.js';
import { SseJsonReader, type SseJsonItem } from '../../framing/sse-json.js';
import { toGoogleError } from '../../formats/gemini-generate-content/read-error.js';
import { fitRequest } from '../openai-compatible/fit-request.js';
import { toolCallRepairer } from '../openai-compatible/repair-tool-calls.js';
import type {
  ChatCompletionChunk,
  ReplyContext,
  StreamItem,
  StreamTranslator,
  Translation,
} from '../../provider-strategy.js';
import { jsonPost } from '../../transport/json-post.js';

/**
 * Llama, Qwen, gpt-oss and others, which Vertex serves in OpenAI's own format; only the model's name and Google's way
 * of saying errors differ.
 *
 * @see https://cloud.google.com/vertex-ai/generative-ai/docs/maas/call-open-model-apis
 */
export function openModelChat(url: string): Translation {
  return {
    kind: 'translation',
    toRequest: ({ model, stream, body }) => {
      // Of the open models only gpt-oss knows the role.
      const fitted = fitRequest(JsonBody.of(body), { takesDeveloperRole: model.includes('gpt-oss') }).toObject();
      const request = jsonPost(url, { ...fitted, model }, stream ? 'text/event-stream' : 'application/json');
      return { request, dropped: [] };
    },
    fromResponse: (body, { model }) => {
      if (body['error'] !== undefined) throw toGoogleError(body);
      if (Array.isArray(body['choices'])) return { ...body, model };
      throw new UpstreamError({
        kind: 'invalid-response',
        message: "The provider answered with a reply without 'choices'.",
      });
    },
    stream: (context) => new OpenModelStream(context),
  };
}

class OpenModelStream implements StreamTranslator {
  done = false;
  private readonly reader = new SseJsonReader();
  private failed = false;
  private readonly repair = toolCallRepairer();

  constructor(private readonly context: ReplyContext) {}

  push(bytes: Uint8Array): readonly StreamItem[] {
    return this.read(this.reader.push(bytes));
  }

  end(): readonly StreamItem[] {
    const items = this.read(this.reader.end());
    if (this.done || this.failed) return items;
    this.failed = true;
    const message = "The provider's stream ended before the answer was complete.";
    return [...items, new UpstreamError({ kind: 'stream-broken', message })];
  }

  private read(events: readonly SseJsonItem[]): StreamItem[] {
    const items: StreamItem[] = [];
    for (const event of events) {
      if (this.done || this.failed) break;
      if (event === 'done') this.done = true;
      else items.push(this.readChunk(event));
    }
    return items;
  }

  private readChunk(event: JsonObject | UpstreamError): StreamItem {
    const failure = failureOf(event);
    if (failure === null)
      return { ...this.repair(event as JsonObject), model: this.context.model } as unknown as ChatCompletionChunk;
    this.failed = true;
    return failure;
  }
}

function failureOf(event: JsonObject | UpstreamError): UpstreamError | null {
  if (event instanceof UpstreamError) return event;
  return event['error'] === undefined ? null : toGoogleError(event);
}
