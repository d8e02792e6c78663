import type { VersionEntry } from '../../configs/snapshot/config-snapshot.js';
import type { Endpoint } from '../../core/endpoints.js';
import type { JsonBody } from '../../core/json-body.js';
import type { JsonValue } from '../../core/json.js';

export interface MergedParameters {
  readonly changes: Readonly<Record<string, JsonValue | undefined>>;
  /** The caller's parameters that the variant forbids, and the variant's that this endpoint does not know. */
  readonly dropped: readonly string[];
}

/** Two spellings of one limit: a cap on either binds both. */
const ALIASES: Readonly<Record<string, string | undefined>> = {
  max_tokens: 'max_completion_tokens',
  max_completion_tokens: 'max_tokens',
};

/**
 * What an endpoint knows besides the caller's own, vendors' extensions of it included; chat knows all. A setting for
 * another endpoint is left out.
 */
const KNOWN: Readonly<Record<Endpoint, ReadonlySet<string> | null>> = {
  'chat/completions': null,
  completions: words(
    'best_of echo frequency_penalty logit_bias logprobs max_tokens n presence_penalty seed stop suffix temperature',
    'top_p user top_k',
  ),
  embeddings: words('dimensions encoding_format user', 'input_type task_type title truncate embedding_purpose'),
  'images/generations': words(
    'background moderation n output_compression output_format partial_images quality response_format size style user',
    'seed',
  ),
  'audio/speech': words('instructions response_format speed voice'),
  'audio/transcriptions': words(
    'chunking_strategy include known_speaker_names known_speaker_references language response_format temperature',
    'timestamp_granularities diarize',
  ),
};

function words(...lines: readonly string[]): ReadonlySet<string> {
  return new Set(lines.flatMap((line) => line.split(' ')));
}

/** A caller's, never a variant's. */
const CALLERS_OWN = words('model stream stream_options stream_format messages prompt metadata input file');

/**
 * A variant's parameters over the caller's: `override` sets, `default` fills in, `cap` bounds a number from above (and
 * bounds silence too, else leaving a field out would escape it), `forbid` drops what the caller sent.
 */
export function mergeParameters(endpoint: Endpoint, body: JsonBody, version: VersionEntry): MergedParameters {
  const changes: Record<string, JsonValue | undefined> = {};
  const dropped: string[] = [];
  for (const name of new Set([...Object.keys(version.parameters), ...Object.keys(version.parameterModes)])) {
    if (CALLERS_OWN.has(name)) continue;
    const mode = version.parameterModes[name] ?? 'override';
    const ours = version.parameters[name];
    const spellings = [name, ALIASES[name]].filter((spelling) => spelling !== undefined);
    const said = spellings.filter((spelling) => body.has(spelling));
    if (mode === 'forbid') {
      for (const spelling of said) changes[spelling] = undefined;
      dropped.push(...said);
      continue;
    }
    if (ours === undefined) continue;
    const spelling = spellings.find((each) => knows(endpoint, each, ours));
    if (spelling === undefined) {
      dropped.push(name);
      continue;
    }
    const callers = callersValues(body, spellings);
    if (callers.length > 0) {
      if (mode === 'default') continue;
      if (mode === 'cap' && typeof ours === 'number' && callers.every((value) => isWithin(value, ours))) continue;
    }
    for (const each of said) changes[each] = undefined;
    changes[spelling] = ours;
  }
  return { changes, dropped };
}

/** The formats of other endpoints are words; an object is chat's. */
function knows(endpoint: Endpoint, name: string, value: JsonValue): boolean {
  const known = KNOWN[endpoint];
  if (known === null) return true;
  return known.has(name) && !(name === 'response_format' && typeof value === 'object');
}

/** Under all spellings, for vendors differ in which one wins. Null is silence, as in OpenAI's API. */
function callersValues(body: JsonBody, spellings: readonly string[]): JsonValue[] {
  return spellings.map((spelling) => body.get(spelling) ?? null).filter((value) => value !== null);
}

/** The fields of a form are texts. */
function isWithin(value: JsonValue, limit: number): boolean {
  if (typeof value !== 'number' && (typeof value !== 'string' || value.trim() === '')) return false;
  return Number(value) <= limit;
}
