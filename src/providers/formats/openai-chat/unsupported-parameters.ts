import { UnsupportedParameterError } from '../../../core/errors.js';
import { isJsonObject, type JsonObject, type JsonValue } from '../../../core/json.js';

/** Names of the caller's parameters that have a value and are not sent to the vendor. */
export function leftOut(json: JsonObject, honoured: ReadonlySet<string>): string[] {
  return Object.keys(json).filter((name) => !honoured.has(name) && json[name] !== undefined && json[name] !== null);
}

/**
 * Refuses what would change the answer's meaning and what only OpenAI has: audio answers, web search, token biases.
 *
 * @param label the vendor, for the sentence
 * @throws UnsupportedParameterError
 */
export function refuseOpenAiOnly(json: JsonObject, label: string): void {
  const refuse = (param: string): never => {
    throw new UnsupportedParameterError(param, `${label} does not support '${param}'.`);
  };
  if (hasEntries(json['logit_bias'])) refuse('logit_bias');
  if (isSet(json['audio'])) refuse('audio');
  if (Array.isArray(json['modalities']) && json['modalities'].includes('audio')) refuse('modalities');
  if (isSet(json['web_search_options'])) refuse('web_search_options');
}

/**
 * Refuses what a vendor with one answer per call cannot give: several choices, log probabilities, penalties other
 * than 0. A zero penalty is the default.
 *
 * @param label the vendor, for the sentence
 * @throws UnsupportedParameterError
 */
export function refuseAlternatives(json: JsonObject, label: string): void {
  const refuse = (param: string, detail: string): never => {
    throw new UnsupportedParameterError(param, `${label} does not support ${detail}.`);
  };
  if (typeof json['n'] === 'number' && json['n'] > 1) refuse('n', "more than one choice per call ('n')");
  if (json['logprobs'] === true) refuse('logprobs', "'logprobs'");
  if (typeof json['top_logprobs'] === 'number' && json['top_logprobs'] > 0) refuse('top_logprobs', "'top_logprobs'");
  for (const penalty of ['frequency_penalty', 'presence_penalty']) {
    if (isSet(json[penalty]) && json[penalty] !== 0) refuse(penalty, `'${penalty}'`);
  }
}

function isSet(value: JsonValue | undefined): boolean {
  return value !== undefined && value !== null;
}

function hasEntries(value: JsonValue | undefined): boolean {
  return isJsonObject(value) && Object.keys(value).length > 0;
}
