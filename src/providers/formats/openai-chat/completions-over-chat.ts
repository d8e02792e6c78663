import { GatewayError, InvalidRequestError, UnsupportedParameterError } from '../../../core/errors.js';
import { isJsonObject, textOf, type JsonObject, type JsonValue } from '../../../core/json.js';
import type {
  Adapter,
  BinaryReply,
  ReplyContext,
  StreamItem,
  StreamTranslator,
  Translation,
  UpstreamCall,
} from '../../provider-strategy.js';
import { asTranslation, type ErrorReader } from './as-translation.js';

/**
 * OpenAI's older text completions for vendors that only chat: a prompt is one user message, several prompts are several
 * calls. What a chat cannot do (echo, suffix, alternatives, log probabilities) is refused by name.
 * @see https://platform.openai.com/docs/api-reference/completions
 */
export function completionsOverChat(adapter: Adapter, vendor: ErrorReader): Translation {
  const chat = asTranslation(adapter, vendor);
  const openStream = chat.stream;
  return {
    kind: 'translation',
    toRequest: (call) => chat.toRequest(toChatCall(call)),
    fromResponse: (body, context) => toTextCompletion(chat.fromResponse(body, toChatContext(context)), context),
    ...(openStream && {
      stream: (context: ReplyContext) => new TextStream(openStream(toChatContext(context)), context),
    }),
    serviceTierOf: (body, model) => chat.serviceTierOf?.(body, model) ?? (textOf(body['service_tier']) || null),
    fanOut: { split, join },
  };
}

const REFUSED: readonly [name: string, isHarmless: (value: JsonValue) => boolean][] = [
  ['n', (value) => value === 1],
  ['best_of', (value) => value === 1],
  ['echo', (value) => value === false],
  ['logprobs', () => false],
  ['suffix', (value) => value === ''],
  ['logit_bias', (value) => isJsonObject(value) && Object.keys(value).length === 0],
];
/** OpenAI's own default for this endpoint. */
const DEFAULT_MAX_TOKENS = 16;

function split(call: UpstreamCall<JsonObject>): UpstreamCall<JsonObject>[] {
  const { prompt } = call.body;
  if (!Array.isArray(prompt)) return [call];
  if (prompt.length === 0) throw new InvalidRequestError('prompt must hold at least one text.', 'prompt');
  if (call.stream && prompt.length > 1) {
    throw new UnsupportedParameterError('prompt', 'This model streams one prompt at a time.');
  }
  return prompt.map((one) => ({ ...call, body: { ...call.body, prompt: one } }));
}

function join(replies: readonly JsonObject[]): JsonObject {
  const choices = replies.flatMap((reply) => (Array.isArray(reply['choices']) ? reply['choices'] : []));
  const indexed = choices.map((choice, index) => (isJsonObject(choice) ? { ...choice, index } : choice));
  return { ...replies[0], choices: indexed, usage: sumOfUsage(replies.map((reply) => reply['usage'])) };
}

/** Null as soon as one is not known. */
function sumOfUsage(parts: readonly (JsonValue | undefined)[]): JsonObject | null {
  const sum = { prompt_tokens: 0, completion_tokens: 0, total_tokens: 0 };
  for (const usage of parts) {
    if (!isJsonObject(usage)) return null;
    for (const name of Object.keys(sum) as (keyof typeof sum)[]) sum[name] += Number(usage[name] ?? 0);
  }
  return sum;
}

function toChatCall(call: UpstreamCall<JsonObject>): UpstreamCall<JsonObject> {
  return { ...call, endpoint: 'chat/completions', body: toChatBody(call.body) };
}

function toChatBody(body: JsonObject): JsonObject {
  for (const [name, isHarmless] of REFUSED) {
    const value = body[name];
    if (value !== undefined && value !== null && !isHarmless(value)) {
      throw new UnsupportedParameterError(
        name,
        `${name} is not supported: this model only chats, and a chat has no ${name}.`,
      );
    }
  }
  const prompt = Array.isArray(body['prompt']) && body['prompt'].length === 1 ? body['prompt'][0] : body['prompt'];
  if (typeof prompt !== 'string') {
    throw new UnsupportedParameterError('prompt', 'prompt must be text: this model takes no token arrays.');
  }
  const {
    prompt: _prompt,
    n: _n,
    best_of: _best,
    echo: _echo,
    logprobs: _probs,
    suffix: _suffix,
    logit_bias: _bias,
    ...rest
  } = body;
  // The chat translation honours the rest, or names it as left out.
  return {
    ...rest,
    messages: [{ role: 'user', content: prompt }],
    max_tokens: body['max_tokens'] ?? DEFAULT_MAX_TOKENS,
  };
}

function toChatContext(context: ReplyContext): ReplyContext {
  return {
    model: context.model,
    fallbackId: context.fallbackId,
    created: context.created,
    headers: context.headers,
    request: { model: context.model, messages: [] },
  };
}

function toTextCompletion(reply: JsonObject | BinaryReply, context: ReplyContext): JsonObject {
  const { choices, usage } = reply as JsonObject;
  return {
    ...envelope(context),
    choices: (Array.isArray(choices) ? choices : []).map((choice, index) => {
      const { message, finish_reason: finish } = isJsonObject(choice) ? choice : {};
      return toChoice(isJsonObject(message) ? message['content'] : '', index, finish);
    }),
    ...(usage !== undefined && { usage }),
  };
}

function toChoice(text: JsonValue | undefined, index: JsonValue, finish: JsonValue | undefined): JsonObject {
  return { text: typeof text === 'string' ? text : '', index, logprobs: null, finish_reason: finish ?? null };
}

function envelope(context: ReplyContext): JsonObject {
  const id = context.fallbackId.replace(/^chatcmpl-/, 'cmpl-');
  return { id, object: 'text_completion', created: context.created, model: context.model };
}

/** A chat stream's chunks as text completions; role chunks and reasoning have no place in them. */
class TextStream implements StreamTranslator {
  /** Of chunks that name it as OpenAI's do; a text completion has no place for it. */
  private tier: string | null = null;

  constructor(
    private readonly chat: StreamTranslator,
    private readonly context: ReplyContext,
  ) {}

  get done(): boolean {
    return this.chat.done;
  }

  promptUsage(): JsonObject | null {
    return this.chat.promptUsage?.() ?? null;
  }

  serviceTier(): string | null {
    return this.chat.serviceTier?.() ?? this.tier;
  }

  push(bytes: Uint8Array): readonly StreamItem[] {
    return this.chat.push(bytes).flatMap((item) => this.toItems(item));
  }

  end(): readonly StreamItem[] {
    return this.chat.end().flatMap((item) => this.toItems(item));
  }

  private toItems(item: StreamItem): StreamItem[] {
    if (item instanceof GatewayError) return [item];
    const { choices, usage } = item;
    this.tier = textOf(item['service_tier']) || this.tier;
    const list = Array.isArray(choices) ? choices : [];
    const texts = list.flatMap((choice) => {
      if (!isJsonObject(choice)) return [];
      const content = isJsonObject(choice['delta']) ? choice['delta']['content'] : undefined;
      const hasText = (typeof content === 'string' && content !== '') || choice['finish_reason'] !== null;
      return hasText ? [toChoice(content, choice['index'] ?? 0, choice['finish_reason'])] : [];
    });
    if (texts.length === 0 && list.length > 0) return [];
    return [{ ...envelope(this.context), choices: texts, ...(usage !== undefined && { usage }) }];
  }
}
