import { UpstreamError } from '../../../core/errors.js';
import { JsonBody } from '../../../core/json-body.js';
import { SseJsonReader, type SseJson } from '../../framing/sse-json.js';
import { toUpstreamError } from '../../formats/gemini-generate-content/read-error.js';
import { fitRequest } from '../../formats/openai-chat/fit-request.js';
import { toolCallRepairer } from '../../formats/openai-chat/repair-tool-calls.js';
import { ChatStream } from '../../formats/openai-chat/chat-stream.js';
import type { ReplyContext, StreamItem, Translation } from '../../provider-strategy.js';
import { acceptOf, jsonPost } from '../../transport/json-post.js';

type OpenModelReply = { choices?: unknown; error?: unknown };

/**
 * Llama, Qwen, gpt-oss and others, which Vertex serves in OpenAI's own format; only the model's name and the form of
 * errors, which is Google's, differ.
 * @see https://cloud.google.com/vertex-ai/generative-ai/docs/maas/call-open-model-apis
 */
export function openModelChat(url: string): Translation {
  return {
    kind: 'translation',
    toRequest: ({ model, stream, body }) => {
      // Of the open models only gpt-oss knows the role.
      const fitted = fitRequest(JsonBody.of(body), { takesDeveloperRole: model.includes('gpt-oss') }).toObject();
      const request = jsonPost(url, { ...fitted, model }, acceptOf({ stream }));
      return { request, dropped: [] };
    },
    fromResponse: (body, { model }) => {
      const { error, choices }: OpenModelReply = body;
      if (error !== undefined) throw toUpstreamError(body);
      if (Array.isArray(choices)) return { ...body, model };
      throw new UpstreamError({
        kind: 'invalid-response',
        message: "The provider answered with a reply without 'choices'.",
      });
    },
    usageOf: ({ usage }) => usage,
    stream: (context) => new OpenModelStream(context),
  };
}

class OpenModelStream extends ChatStream<SseJson> {
  private readonly repair = toolCallRepairer();

  constructor(context: ReplyContext) {
    super(context, new SseJsonReader());
  }

  protected translate(event: SseJson): readonly StreamItem[] {
    if (event === 'done') return this.finish();
    const { error }: OpenModelReply = event;
    if (error !== undefined) return [toUpstreamError(event)];
    return [{ ...this.repair(event), model: this.context.model }];
  }
}
