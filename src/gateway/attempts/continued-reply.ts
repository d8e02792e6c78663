import type { Cost } from '../../catalog/cost-of-usage.js';
import { GatewayError } from '../../core/errors.js';
import { addUsage, isWhole } from '../../core/usage.js';
import type { BegunAnswer } from '../endpoints/gateway-request.js';
import type { RequestContext } from '../planning/request-context.js';
import type { CallResult } from './attempt-runner.js';
import type { AttemptTrace } from './attempt-trace.js';
import { mayBeContinued } from './continue-call.js';
import { ContinuedStream, type StreamPart } from './continued-stream.js';
import { priceCounted, ReplyMeter } from './reply-meter.js';

type GoOn = (begun: BegunAnswer, broken: GatewayError) => Promise<CallResult | GatewayError>;

/**
 * The result with a reply that other targets go on with where it breaks; as it is where nobody could.
 * @param goOn the next target's result; the failure where there is none
 */
export function continuable(result: CallResult, goOn: GoOn): CallResult {
  const { call, attempts, target } = result;
  const part = toPart(result);
  if (!result.ok || part === null || target === call.plan.targets.at(-1) || !mayBeContinued(call.request))
    return result;
  const meter = new ReplyMeter();
  meter.firstTokenMs = part.meter.firstTokenMs;
  // Before the record, which reads it, is made.
  meter.onEnd(() => sumParts(meter, attempts, call.context));
  const dropped = [...result.reply.dropped];
  const next = async (begun: BegunAnswer, broken: GatewayError): Promise<StreamPart | GatewayError> => {
    const answer = await goOn(begun, broken);
    if (answer instanceof GatewayError) return answer;
    if (!answer.ok) return answer.error;
    dropped.push(...answer.reply.dropped);
    return toPart(answer) ?? broken;
  };
  const body = new ContinuedStream(part, { meter, front: call.context.front, next });
  return { ...result, reply: { ...result.reply, body, meter, dropped } };
}

function toPart(result: CallResult): StreamPart | null {
  if (!result.ok || Buffer.isBuffer(result.reply.body)) return null;
  const { call, target, reply } = result;
  const adapter = target.account.connection.endpoints[call.request.endpoint.upstream];
  const repeats = adapter?.continuesText?.(target.model)?.repeats === true;
  return { body: result.reply.body, meter: reply.meter, repeats };
}

/** What all streams of the reply used and cost, each by the prices of its own target; null where one did not say. */
function sumParts(whole: ReplyMeter, attempts: readonly AttemptTrace[], context: RequestContext): void {
  const parts = attempts.flatMap(({ meter, target }) => (meter === null ? [] : [{ meter, target }]));
  const [first] = parts;
  const last = parts.at(-1);
  if (first === undefined || last === undefined) return;
  whole.finishReason = last.meter.finishReason;
  whole.serviceTier = last.meter.serviceTier;
  whole.servedModel = last.meter.servedModel;
  whole.breakage ??= last.meter.breakage;
  whole.usage = first.meter.usage;
  whole.vendorCost = first.meter.vendorCost;
  if (first === last) return;
  const costs = parts.map(({ meter, target }) => priceCounted(meter, target, context));
  whole.costOfParts = { cost: costs.reduce(added(addCosts)) };
  whole.usage = parts
    .map(({ meter: { usage } }) => (usage !== null && isWhole(usage) ? usage : null))
    .reduce(added(addUsage));
  whole.vendorCost = parts.map(({ meter }) => meter.vendorCost).reduce(added((one, other) => one + other));
}

/** A sum that is unknown as soon as a part of it is. */
function added<Part>(add: (one: Part, other: Part) => Part): (one: Part | null, other: Part | null) => Part | null {
  return (one, other) => (one === null || other === null ? null : add(one, other));
}

function addCosts(one: Cost, other: Cost): Cost {
  return { pico: one.pico + other.pico, priceIds: [...new Set([...one.priceIds, ...other.priceIds])] };
}
