import type { VersionEntry } from '../../configs/snapshot/config-snapshot.js';
import { CALLERS_OWN } from '../../configs/variants/check-version.js';
import { InvalidRequestError, UnsupportedEndpointError } from '../../core/errors.js';
import { JsonBody } from '../../core/json-body.js';
import { isJsonObject, type JsonObject, type JsonValue } from '../../core/json.js';
import type { CallOwner } from '../../providers/auth/attribution.js';
import type { Adapter, PreparedCall, Translation, UpstreamCall } from '../../providers/provider-strategy.js';
import type { EndpointSpec } from '../endpoints/endpoint-spec.js';
import type { GatewayRequest } from '../endpoints/gateway-request.js';
import type { Target } from '../planning/route-plan.js';
import { continueCall } from './continue-call.js';

/** A request in the vendor's format, and how its answer is read. */
export interface AdaptedCall {
  readonly adapter: Adapter;
  readonly call: UpstreamCall<JsonBody>;
  /** One, or several where the vendor takes less per call than OpenAI does. */
  readonly prepared: readonly PreparedCall[];
  readonly dropped: readonly string[];
}

/** As many texts as OpenAI takes at once. */
const MAX_CALLS = 2048;

/**
 * At once where the caller's bytes are passed on, and nothing has to be read.
 * @throws InvalidRequestError UnsupportedEndpointError UnsupportedParameterError
 */
export function prepareCall(
  request: GatewayRequest,
  target: Target,
  environment: string,
): AdaptedCall | Promise<AdaptedCall> {
  const { connection, slug } = target.account;
  const adapter = connection.endpoints[request.endpoint.upstream];
  if (adapter === undefined) {
    throw new UnsupportedEndpointError(`The provider '@${slug}' does not offer ${request.endpoint.upstream}.`);
  }
  if (adapter.kind === 'translation') {
    const owner = connection.attributesCalls === true ? { environment, metadata: request.tags } : undefined;
    return translated(adapter, begunCall(adapter, request, applyTarget(request, target, TRANSLATED)), owner);
  }
  const applied = applyTarget(request, target, {
    metadata: adapter.keepsMetadata === true,
    streamOptions: adapter.takesStreamOptions?.() !== false,
  });
  const { call, dropped } = begunCall(adapter, request, applied);
  const prepared = adapter.toRequest(call);
  return { adapter, call, prepared: [prepared], dropped: [...dropped, ...prepared.dropped] };
}

const TRANSLATED: AdapterTraits = { metadata: false, streamOptions: true };

/** With what was sent of the answer already, where some was. @throws UnsupportedParameterError */
function begunCall(adapter: Adapter, { begun }: GatewayRequest, applied: AppliedTarget): AppliedTarget {
  if (begun === undefined) return applied;
  const { call, dropped } = continueCall(applied.call, begun, adapter);
  return { call, dropped: [...applied.dropped, ...dropped] };
}

async function translated(
  adapter: Translation,
  { call, dropped }: AppliedTarget,
  owner: CallOwner | undefined,
): Promise<AdaptedCall> {
  const whole = { ...call, body: call.body.toObject(), owner };
  const calls = adapter.fanOut?.split(whole) ?? [whole];
  if (calls.length > MAX_CALLS) {
    throw new InvalidRequestError(`This request takes ${calls.length} calls of the vendor, more than ${MAX_CALLS}.`);
  }
  const prepared = await Promise.all(calls.map(async (each) => adapter.toRequest(each)));
  return { adapter, call, prepared, dropped: [...dropped, ...prepared.flatMap((each) => each.dropped)] };
}

export interface AppliedTarget {
  readonly call: UpstreamCall<JsonBody>;
  /** What the variant's settings left out, of the caller's or of its own. */
  readonly dropped: readonly string[];
}

export interface AdapterTraits {
  /** `metadata`, when `store` is set. */
  readonly metadata: boolean;
  readonly streamOptions: boolean;
}

type Changes = Record<string, JsonValue | Buffer | undefined>;

/**
 * A request as one target gets it: the target's model, the variant's parameters and prompt, without what is the
 * gateway's own (`input`, and `metadata` unless the vendor keeps it with `store`). All in one patch of the bytes.
 * @param takes the optional parts that the vendor accepts
 * @throws InvalidRequestError where the variant's prompt cannot be rendered with the caller's `input`
 */
export function applyTarget(request: GatewayRequest, target: Target, takes: AdapterTraits): AppliedTarget {
  const { body, endpoint } = request;
  const changes: Changes = { model: target.model };
  let dropped: readonly string[] = [];
  if (target.version !== null) {
    const extensions = target.account.connection.extensionParameters?.[endpoint.upstream] ?? [];
    const merged = mergeParameters({ settings: endpoint.settings, extensions }, body, target.version);
    Object.assign(changes, merged.changes);
    dropped = merged.dropped;
    if (endpoint.withSystemPrompt !== undefined) {
      const prompt = renderPrompt(request, target.version.prompt);
      if (prompt !== null) Object.assign(changes, endpoint.withSystemPrompt(body, prompt));
    } else if (target.version.prompt !== null) dropped = [...dropped, 'systemPrompt'];
  }
  if (body.has('metadata') && !(takes.metadata && body.get('store') === true)) changes['metadata'] = undefined;
  if (hasTemplateInput(request)) changes['input'] = undefined;
  if (namesModels(request)) changes['models'] = undefined;
  if (request.stream && endpoint.writesText) {
    changes['stream_options'] = takes.streamOptions ? withUsage(body) : undefined;
    if (!takes.streamOptions && body.has('stream_options')) dropped = [...dropped, 'stream_options'];
  }
  return {
    call: {
      endpoint: endpoint.upstream,
      model: target.model,
      stream: request.stream,
      body: body.with(changes),
      file: request.file ?? undefined,
    },
    dropped,
  };
}

/** A list of models of the gateway's, of which `model` may be the first. */
function namesModels({ fallbackModels, model, body }: GatewayRequest): boolean {
  return fallbackModels.length > 0 || (model !== null && body.get('model') !== model);
}

/** Elsewhere `input` is the endpoint's own. */
function hasTemplateInput({ endpoint, body }: GatewayRequest): boolean {
  return endpoint.writesText && isJsonObject(body.get('input'));
}

/** @throws InvalidRequestError */
export function renderPrompt(
  request: GatewayRequest,
  prompt: ((input: JsonValue | undefined) => string) | null,
): string | null {
  if (prompt === null) return null;
  try {
    const text = prompt(hasTemplateInput(request) ? request.body.get('input') : undefined);
    return text.trim() === '' ? null : text;
  } catch (error) {
    const why = error instanceof Error ? error.message : 'unknown error';
    throw new InvalidRequestError(
      `The system prompt of this config could not be rendered with your input: ${why}`,
      'input',
    );
  }
}

/** The vendor is always asked to count; whether the caller sees the count is decided on the way back. */
function withUsage(body: JsonBody): JsonObject {
  const options = body.get('stream_options');
  return { ...(isJsonObject(options) ? options : {}), include_usage: true };
}

interface MergedParameters {
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
interface KnownSettings {
  readonly settings: EndpointSpec['settings'];
  /** The vendor's own, besides. */
  readonly extensions: readonly string[];
}

/**
 * A variant's parameters over the caller's: `override` sets, `default` fills in, `cap` bounds a number from above (and
 * is set where the caller sets none, else leaving a field out would escape it), `forbid` drops what the caller sent.
 */
function mergeParameters(known: KnownSettings, body: JsonBody, version: VersionEntry): MergedParameters {
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
