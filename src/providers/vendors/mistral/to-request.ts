import { UnsupportedParameterError } from '../../../core/errors.js';
import type { JsonObject, JsonValue } from '../../../core/json.js';
import { readChatRequest, type ResponseFormat } from '../../formats/openai-chat/chat-request.js';
import { leftOut, refuseOpenAiOnly } from '../../formats/openai-chat/unsupported-parameters.js';
import { convertMessages } from './convert-messages.js';
import { prepareTools } from './prepare-tools.js';
import { mapReasoningEffort } from './reasoning-effort.js';
import { mistralToolNames } from './tool-names.js';

export interface MistralRequest {
  readonly body: JsonObject;
  readonly dropped: readonly string[];
}

/** Sent under the same name and with the same meaning. */
const SAME = [
  ...['temperature', 'top_p', 'n', 'frequency_penalty', 'presence_penalty', 'parallel_tool_calls'],
  ...['prompt_cache_key', 'safe_prompt', 'prompt_mode'],
] as const;

const HONOURED: ReadonlySet<string> = new Set([
  ...SAME,
  ...['model', 'messages', 'stream', 'stream_options', 'tools', 'tool_choice', 'functions', 'function_call'],
  ...['max_tokens', 'max_completion_tokens', 'stop', 'seed', 'response_format', 'modalities'],
  ...['logit_bias', 'logprobs', 'top_logprobs', 'reasoning_effort'],
]);

/** OpenAI's goes to 2. @see https://docs.mistral.ai/api/#tag/chat */
const MAX_TEMPERATURE = 1.5;
/** OpenAI's begins at 0, which is refused. */
const MIN_TOP_P = 0.0001;

/**
 * An OpenAI chat request as Mistral's, made of the fields that Mistral knows: an unknown one anywhere is a 422 there.
 *
 * @see https://docs.mistral.ai/api/#tag/chat/operation/chat_completion_v1_chat_completions_post
 * @throws InvalidRequestError UnsupportedParameterError
 */
export function toChatRequest(model: string, stream: boolean, json: JsonObject): MistralRequest {
  refuseOpenAiOnly(json, 'Mistral');
  refuseLogprobs(json);
  const request = readChatRequest(json);
  const names = mistralToolNames(json);
  const { messages, approximated } = convertMessages(request.messages, names);
  const tools = prepareTools(request, names);
  const reasoning = mapReasoningEffort(model, json);
  const isTooHot = typeof json['temperature'] === 'number' && json['temperature'] > MAX_TEMPERATURE;
  // Greedy sampling and a top_p beside it are refused; the temperature alone decides then.
  const ignoresTopP = json['temperature'] === 0 && typeof json['top_p'] === 'number' && json['top_p'] !== 1;
  const isTooNarrow = typeof json['top_p'] === 'number' && json['top_p'] < MIN_TOP_P;
  const body = withoutUnset({
    model,
    messages: [...messages],
    ...Object.fromEntries(SAME.map((name) => [name, json[name]])),
    temperature: isTooHot ? MAX_TEMPERATURE : json['temperature'],
    reasoning_effort: reasoning.effort,
    top_p: ignoresTopP ? null : isTooNarrow ? MIN_TOP_P : json['top_p'],
    max_tokens: request.maxTokens,
    stop: request.stop.length > 0 ? [...request.stop] : null,
    random_seed: json['seed'],
    response_format: toResponseFormat(request.responseFormat),
    ...tools.fields,
    stream: stream ? true : null,
  });
  // Nothing to call at once where there is nothing to call.
  if (tools.fields['tools'] === undefined) delete body['parallel_tool_calls'];
  return {
    body,
    dropped: [
      ...leftOut(json, HONOURED),
      ...(ignoresTopP || isTooNarrow ? ['top_p'] : []),
      ...(isTooHot ? ['temperature'] : []),
      ...(reasoning.approximated ? ['reasoning_effort'] : []),
      ...(approximated || request.reordered ? ['messages'] : []),
      ...(tools.approximated ? ['tool_choice'] : []),
    ],
  };
}

function refuseLogprobs({ logprobs, top_logprobs: top }: JsonObject): void {
  const param = logprobs === true ? 'logprobs' : typeof top === 'number' && top > 0 ? 'top_logprobs' : null;
  if (param !== null) throw new UnsupportedParameterError(param, `Mistral does not support '${param}'.`);
}

function toResponseFormat(format: ResponseFormat): JsonValue {
  switch (format.kind) {
    case 'text':
      return null;
    case 'json':
      return { type: 'json_object' };
    case 'schema': {
      const { name, description, schema, strict } = format;
      return {
        type: 'json_schema',
        json_schema: {
          name,
          ...(description !== null && { description }),
          schema,
          ...(strict !== null && { strict }),
        },
      };
    }
  }
}

function withoutUnset(body: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined && value !== null));
}
