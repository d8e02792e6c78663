import type { VersionEntry } from '../../configs/snapshot/config-snapshot.js';
import type { JsonBody } from '../../core/json-body.js';
import type { JsonValue } from '../../core/json.js';
import { CALLERS_OWN } from '../../configs/variants/check-version.js';
import type { EndpointSpec } from '../endpoints/endpoint-spec.js';

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

/** What a variant may set. */
export interface KnownSettings {
  readonly settings: EndpointSpec['settings'];
  /** The vendor's own, besides. */
  readonly extensions: readonly string[];
}

/**
 * A variant's parameters over the caller's: `override` sets, `default` fills in, `cap` bounds a number from above (and
 * is set where the caller sets none, else leaving a field out would escape it), `forbid` drops what the caller sent.
 */
export function mergeParameters(known: KnownSettings, body: JsonBody, version: VersionEntry): MergedParameters {
  const changes: Record<string, JsonValue | undefined> = {};
  const dropped: string[] = [];
  for (const name of new Set([...Object.keys(version.parameters), ...Object.keys(version.parameterModes)])) {
    if (CALLERS_OWN.has(name)) continue;
    const mode = version.parameterModes[name] ?? 'override';
    const ours = version.parameters[name];
    const spellings = [name, ALIASES[name]].filter((spelling) => spelling !== undefined);
    const sent = spellings.filter((spelling) => body.has(spelling));
    if (mode === 'forbid') {
      for (const spelling of sent) changes[spelling] = undefined;
      dropped.push(...sent);
      continue;
    }
    if (ours === undefined) continue;
    const spelling = spellings.find((each) => knows(known, each, ours));
    if (spelling === undefined) {
      dropped.push(name);
      continue;
    }
    const callers = callersValues(body, spellings);
    if (callers.length > 0) {
      if (mode === 'default') continue;
      if (mode === 'cap' && typeof ours === 'number' && callers.every((value) => isWithin(value, ours))) continue;
    }
    for (const each of sent) changes[each] = undefined;
    changes[spelling] = ours;
  }
  return { changes, dropped };
}

/** On other endpoints `response_format` is a word; an object is a format of chat. */
function knows({ settings, extensions }: KnownSettings, name: string, value: JsonValue): boolean {
  if (settings === 'any') return true;
  return (
    (settings.has(name) || extensions.includes(name)) && !(name === 'response_format' && typeof value === 'object')
  );
}

/** Under all spellings, for vendors differ in which one wins. Null counts as not set, as in OpenAI's API. */
function callersValues(body: JsonBody, spellings: readonly string[]): JsonValue[] {
  return spellings.map((spelling) => body.get(spelling) ?? null).filter((value) => value !== null);
}

/** The fields of a form are texts. */
function isWithin(value: JsonValue, limit: number): boolean {
  if (typeof value !== 'number' && (typeof value !== 'string' || value.trim() === '')) return false;
  return Number(value) <= limit;
}
