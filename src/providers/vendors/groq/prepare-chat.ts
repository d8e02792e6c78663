import { UnsupportedParameterError } from '../../../core/errors.js';
import type { JsonBody } from '../../../core/json-body.js';
import { isJsonObject, type JsonObject, type JsonValue } from '../../../core/json.js';
import { answerFormat } from './answer-format.js';
import { prepareMessages } from './prepare-messages.js';

type Changes = Record<string, JsonValue | undefined>;

/** Hints that Groq refuses and whose loss changes no answer. */
const HINTS = ['store', 'verbosity', 'prediction', 'safety_identifier', 'prompt_cache_key', 'prompt_cache_retention'];
/** Parameters whose loss would change the answer, and which of their values have no effect. */
const REFUSED: readonly (readonly [string, (value: JsonValue) => boolean])[] = [
  ['n', (value) => value === 1],
  ['logprobs', (value) => value === false],
  ['top_logprobs', (value) => value === 0],
  ['logit_bias', (value) => isJsonObject(value) && Object.keys(value).length === 0],
  ['modalities', (value) => Array.isArray(value) && value.every((name) => name === 'text')],
  ['audio', () => false],
  ['web_search_options', () => false],
];

/**
 * A chat request as Groq takes it, by a patch of the caller's bytes; unknown fields travel.
 * @throws UnsupportedParameterError
 * @see https://console.groq.com/docs/api-reference#chat-create
 */
export function prepareChat(body: JsonBody): { readonly body: JsonBody; readonly dropped: readonly string[] } {
  const changes: Changes = {};
  const dropped: string[] = [];
  refuse(body, changes);
  for (const name of HINTS.filter((hint) => body.has(hint))) {
    changes[name] = undefined;
    if (!asksForNothing(body.get(name))) dropped.push(name);
  }
  prepareStop(body, changes);
  prepareTier(body, changes, dropped);
  prepareEffort(body, changes, dropped);
  prepareTools(body, changes, dropped);
  const format = answerFormat(body);
  if (format !== null) {
    changes['response_format'] = format.format;
    dropped.push('response_format');
  }
  const messages = body.get('messages');
  if (Array.isArray(messages)) {
    const reasons = reasoningOf(body.get('model')) !== 'none';
    const prepared = prepareMessages(messages, { reasons });
    const systemMessages = format?.instruction == null ? [] : [{ role: 'system', content: format.instruction }];
    if (prepared.messages !== messages || systemMessages.length > 0)
      changes['messages'] = [...systemMessages, ...prepared.messages];
    dropped.push(...prepared.dropped);
  }
  return { body: body.with(changes), dropped };
}

function refuse(body: JsonBody, changes: Changes): void {
  for (const [name, isNeutral] of REFUSED) {
    const value = body.get(name);
    if (value === undefined) continue;
    if (value !== null && !isNeutral(value)) {
      throw new UnsupportedParameterError(name, `Groq does not support '${name}' with this value.`);
    }
    changes[name] = undefined;
  }
}

/** An empty text stops nothing. */
function prepareStop(body: JsonBody, changes: Changes): void {
  const stop = body.get('stop') ?? null;
  const stops = Array.isArray(stop) ? stop : [stop];
  if (!stops.includes('')) return;
  const kept = stops.filter((text) => text !== '');
  changes['stop'] = kept.length === 0 ? undefined : kept;
}

function asksForNothing(value: JsonValue | undefined): boolean {
  return value === null || value === false;
}

const TIERS: ReadonlySet<JsonValue> = new Set<JsonValue>(['on_demand', 'flex', 'auto', 'performance']);

function prepareTier(body: JsonBody, changes: Changes, dropped: string[]): void {
  const tier = body.get('service_tier');
  if (tier === undefined || TIERS.has(tier)) return;
  changes['service_tier'] = tier === 'default' ? 'on_demand' : undefined;
  if (tier !== 'default' && tier !== null) dropped.push('service_tier');
}

/** OpenAI's scale is longer than Groq's; a model that reasons at all knows one of two scales, or none. */
function prepareEffort(body: JsonBody, changes: Changes, dropped: string[]): void {
  const effort = body.get('reasoning_effort');
  if (typeof effort !== 'string') return;
  const next = effortFor(reasoningOf(body.get('model')), effort);
  if (next === effort) return;
  changes['reasoning_effort'] = next;
  if (next !== undefined || effort !== 'none') dropped.push('reasoning_effort');
}

const LEVELS: Readonly<Record<string, string>> = {
  low: 'low',
  medium: 'medium',
  high: 'high',
  none: 'low',
  minimal: 'low',
  xhigh: 'high',
  max: 'high',
};

function effortFor(reasoning: Reasoning, effort: string): string | undefined {
  switch (reasoning) {
    case 'levels':
      // An effort of another scale is left out, so that the model's default holds.
      return LEVELS[effort];
    case 'switch':
      return effort === 'none' ? 'none' : 'default';
    case 'none':
      return undefined;
  }
}

/** Groq has function tools only, and no choice among some of them: then only those are offered. */
function prepareTools(body: JsonBody, changes: Changes, dropped: string[]): void {
  const tools = body.get('tools');
  if (!Array.isArray(tools)) return;
  const custom = tools.findIndex((tool) => isJsonObject(tool) && tool['type'] === 'custom');
  if (custom >= 0) throw new UnsupportedParameterError(`tools[${custom}]`, 'Groq supports function tools only.');
  const choice = body.get('tool_choice');
  const allowed = isJsonObject(choice) && choice['type'] === 'allowed_tools' ? choice['allowed_tools'] : undefined;
  if (!isJsonObject(allowed)) return;
  const names = new Set((Array.isArray(allowed['tools']) ? allowed['tools'] : []).map(functionName));
  changes['tools'] = tools.filter((tool) => names.has(functionName(tool)));
  changes['tool_choice'] = allowed['mode'] === 'required' ? 'required' : 'auto';
  dropped.push('tool_choice');
}

function functionName(tool: JsonValue): JsonValue | undefined {
  const named: JsonObject = isJsonObject(tool) && isJsonObject(tool['function']) ? tool['function'] : {};
  return named['name'];
}

/** How a model's reasoning is set: low to high, on or off, or not at all. */
type Reasoning = 'levels' | 'switch' | 'none';

/**
 * By the lines of models that Groq names. A model of no such line is taken for one that does not reason: it refuses
 * `reasoning_effort`, and `reasoning` in a history.
 *
 * @see https://console.groq.com/docs/reasoning
 */
function reasoningOf(model: JsonValue | undefined): Reasoning {
  if (typeof model !== 'string') return 'none';
  if (/gpt-oss/i.test(model)) return 'levels';
  return /qwen(?!-?2)|qwq/i.test(model) ? 'switch' : 'none';
}
