import { UnsupportedParameterError } from '../../../core/errors.js';
import { withoutUnset, type JsonObject, type JsonValue } from '../../../core/json.js';
import { readChatRequest, type ResponseFormat } from '../../formats/openai-chat/chat-request.js';
import { readReasoningEffort, type ReasoningEffort } from '../../formats/openai-chat/reasoning-effort.js';
import { fitToolNames, type ToolNames } from '../../formats/openai-chat/tool-names.js';
import { leftOut, refuseOpenAiOnly } from '../../formats/openai-chat/unsupported-parameters.js';
import { convertMessages } from './convert-messages.js';
import { prepareTools } from './prepare-tools.js';
import type { MistralRequestBody } from './wire-types.js';

export interface MistralRequest {
  readonly body: JsonObject;
  readonly dropped: readonly string[];
}

/** Sent under the same name and with the same meaning. */
const SAME = [
  ...['temperature', 'top_p', 'n', 'frequency_penalty', 'presence_penalty', 'parallel_tool_calls'],
  ...['prompt_cache_key', 'safe_prompt', 'prompt_mode'],
] as const satisfies readonly (keyof MistralRequestBody)[];

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
export function toRequest(json: JsonObject, model: string, stream: boolean): MistralRequest {
  refuseOpenAiOnly(json, 'Mistral');
  refuseLogprobs(json);
  const request = readChatRequest(json);
  const names = readToolNames(json);
  const { messages, approximated } = convertMessages(request.messages, names);
  const tools = prepareTools(request, names);
  const reasoning = mapReasoningEffort(model, json);
  const isTooHot = typeof json['temperature'] === 'number' && json['temperature'] > MAX_TEMPERATURE;
  // Greedy sampling and a top_p beside it are refused; the temperature alone decides then.
  const ignoresTopP = json['temperature'] === 0 && typeof json['top_p'] === 'number' && json['top_p'] !== 1;
  const isTooNarrow = typeof json['top_p'] === 'number' && json['top_p'] < MIN_TOP_P;
  const body: MistralRequestBody = {
    model,
    messages: [...messages],
    ...Object.fromEntries(SAME.map((name) => [name, json[name]])),
    temperature: isTooHot ? MAX_TEMPERATURE : json['temperature'],
    reasoning_effort: reasoning.effort,
    // Without tools the field says nothing.
    parallel_tool_calls: tools.fields.tools === undefined ? null : json['parallel_tool_calls'],
    top_p: ignoresTopP ? null : isTooNarrow ? MIN_TOP_P : json['top_p'],
    max_tokens: request.maxTokens,
    stop: request.stop.length > 0 ? [...request.stop] : null,
    random_seed: json['seed'],
    response_format: toResponseFormat(request.responseFormat),
    ...tools.fields,
    stream: stream ? true : null,
  };
  return {
    body: withoutUnset(body),
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

/** Mistral's scale: little reasoning, or all of it. */
const NEAREST: Readonly<Record<ReasoningEffort, 'none' | 'high'>> = {
  none: 'none',
  minimal: 'none',
  low: 'high',
  medium: 'high',
  high: 'high',
  xhigh: 'high',
  max: 'high',
};

/** The first generation whose thinking can be set, as Mistral dates its models. */
const FIRST_DATE = 2603;

/**
 * The effort as the model takes it, null where it takes none: Small 4 and Medium 3.5, and what follows them, know
 * `none` and `high`; every other line refuses the field, so it is not sent to a model that is not known.
 *
 * @see https://docs.mistral.ai/capabilities/reasoning/adjustable
 * @throws InvalidRequestError for an effort that OpenAI does not know
 */
function mapReasoningEffort(
  model: string,
  json: JsonObject,
): { readonly effort: 'none' | 'high' | null; readonly approximated: boolean } {
  const asked = readReasoningEffort(json);
  if (asked === null) return { effort: null, approximated: false };
  // Magistral always reasons; the other lines never do.
  if (!isAdjustable(model)) return { effort: null, approximated: asked !== 'none' || model.includes('magistral') };
  const effort = NEAREST[asked];
  return { effort, approximated: effort !== asked };
}

function isAdjustable(model: string): boolean {
  const [, line, version = ''] = /^mistral-(small|medium)(?:-(.+))?$/.exec(model) ?? [];
  if (line === undefined) return false;
  if (version === '' || version === 'latest') return true;
  if (/^\d{4}$/.test(version)) return Number(version) >= FIRST_DATE;
  const numbered = /^(\d)(?:[.-](\d))?$/.exec(version);
  if (numbered === null) return false;
  const generation = Number(numbered[1]) + Number(numbered[2] ?? 0) / 10;
  return generation >= (line === 'small' ? 4 : 3.5);
}

/** Names of functions as Mistral takes them. @see https://docs.mistral.ai/capabilities/function_calling/ */
export function readToolNames(json: JsonObject): ToolNames {
  return fitToolNames(json, { pattern: /^[a-zA-Z0-9_-]{1,64}$/, maxLength: 64 });
}
