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

/** What an endpoint knows besides the caller's own; chat knows all. A setting for another endpoint is left out. */
const KNOWN: Readonly<Record<Endpoint, ReadonlySet<string> | null>> = {
  'chat/completions': null,
  completions: new Set(
    'best_of echo frequency_penalty logit_bias logprobs max_tokens n presence_penalty seed stop suffix temperature top_p user'.split(
      ' ',
    ),
  ),
  embeddings: new Set('dimensions encoding_format user'.split(' ')),
  'images/generations': new Set(
    'background moderation n output_compression output_format partial_images quality response_format size style user'.split(
      ' ',
    ),
  ),
  'audio/speech': new Set('instructions response_format speed voice'.split(' ')),
  'audio/transcriptions': new Set(
    'chunking_strategy include language prompt response_format temperature timestamp_granularities'.split(' '),
  ),
};

/** A caller's, never a variant's. */
const CALLERS_OWN: ReadonlySet<string> = new Set([
  'model',
  'stream',
  'stream_options',
  'messages',
  'metadata',
  'input',
]);

/**
 * A variant's parameters over the caller's: `override` sets, `default` fills in, `cap` bounds a number from above (and
 * bounds silence too, else leaving a field out would escape it), `forbid` drops what the caller sent.
 */
export function mergeParameters(endpoint: Endpoint, body: JsonBody, version: VersionEntry): MergedParameters {
  const changes: Record<string, JsonValue | undefined> = {};
  const dropped: string[] = [];
  for (const name of new Set([...Object.keys(version.parameters), ...Object.keys(version.parameterModes)])) {
    if (CALLERS_OWN.has(name)) continue;
    if (KNOWN[endpoint]?.has(name) === false) {
      dropped.push(name);
      continue;
    }
    const alias = ALIASES[name];
    const callers = callersValue(body, name, alias);
    const ours = version.parameters[name];
    const mode = version.parameterModes[name] ?? 'override';
    if (mode === 'forbid') {
      for (const spelling of present(body, name, alias)) {
        changes[spelling] = undefined;
        dropped.push(spelling);
      }
      continue;
    }
    if (ours === undefined) continue;
    if (mode === 'default' && callers !== undefined) continue;
    if (mode === 'cap' && typeof callers === 'number' && typeof ours === 'number' && callers <= ours) continue;
    for (const spelling of present(body, name, alias)) changes[spelling] = undefined;
    changes[name] = ours;
  }
  return { changes, dropped };
}

/** Null is silence, as in OpenAI's API. */
function callersValue(body: JsonBody, name: string, alias: string | undefined): JsonValue | undefined {
  const value = body.get(name) ?? (alias === undefined ? null : body.get(alias));
  return value ?? undefined;
}

function present(body: JsonBody, name: string, alias: string | undefined): string[] {
  return [name, alias].filter((spelling): spelling is string => spelling !== undefined && body.has(spelling));
}
