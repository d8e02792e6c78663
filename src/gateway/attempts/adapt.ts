import { InvalidRequestError, UnsupportedEndpointError } from '../../core/errors.js';
import type { JsonBody } from '../../core/json-body.js';
import type { Adapter, PreparedCall, UpstreamCall } from '../../providers/provider-strategy.js';
import type { GatewayRequest } from '../endpoints/gateway-request.js';
import type { Target } from '../planning/route-plan.js';
import { applyTarget } from './apply-target.js';

/** A request in the vendor's words, and how its answer is read. */
export interface AdaptedCall {
  readonly adapter: Adapter;
  readonly call: UpstreamCall<JsonBody>;
  /** One, or several where the vendor takes less per call than OpenAI does. */
  readonly prepared: readonly PreparedCall[];
  readonly dropped: readonly string[];
}

/** OpenAI takes so many texts at once. */
const MAX_CALLS = 2048;

/** @throws InvalidRequestError UnsupportedEndpointError UnsupportedParameterError */
export async function adapt(request: GatewayRequest, target: Target): Promise<AdaptedCall> {
  const { connection, slug } = target.account;
  const adapter = connection.endpoints[request.endpoint.upstream];
  if (adapter === undefined) {
    throw new UnsupportedEndpointError(`The provider '@${slug}' does not offer ${request.endpoint.upstream}.`);
  }
  const isPassThrough = adapter.kind === 'pass-through';
  const { call, dropped } = applyTarget(request, target, {
    metadata: isPassThrough && adapter.keepsMetadata === true,
    streamOptions: !isPassThrough || adapter.takesStreamOptions?.() !== false,
  });
  const prepared = await prepare(adapter, call);
  return { adapter, call, prepared, dropped: [...dropped, ...prepared.flatMap((each) => each.dropped)] };
}

async function prepare(adapter: Adapter, call: UpstreamCall<JsonBody>): Promise<readonly PreparedCall[]> {
  if (adapter.kind === 'pass-through') return [adapter.toRequest(call)];
  const whole = { ...call, body: call.body.toObject() };
  const calls = adapter.fanOut?.split(whole) ?? [whole];
  if (calls.length > MAX_CALLS) {
    throw new InvalidRequestError(`This request takes ${calls.length} calls of the vendor, more than ${MAX_CALLS}.`);
  }
  return Promise.all(calls.map(async (each) => adapter.toRequest(each)));
}
