import { Logger } from '@nestjs/common';
import { type Cost, costOfUsage } from '../../catalog/cost-of-usage.js';
import { mayChargeBySecond, type PriceBook } from '../../catalog/price-book.js';
import type { GatewayError } from '../../core/errors.js';
import type { JsonBody } from '../../core/json-body.js';
import { type JsonObject, objectsOf } from '../../core/json.js';
import { isWhole, readDurationUsage, readOpenAiUsage, usageOfSeconds, type UsageRecord } from '../../core/usage.js';
import type { UpstreamCall } from '../../providers/provider-strategy.js';
import type { EndpointSpec } from '../endpoints/endpoint-spec.js';
import type { RequestContext } from '../planning/request-context.js';
import type { Target } from '../planning/route-plan.js';
import type { AudioLength } from './audio-length.js';

const logger = new Logger('reply');

/** What was observed of a reply, written while it is read and sent. */
export class ReplyMeter {
  usage: UsageRecord | null = null;
  /** What the vendor says that it cost, in pico-USD; null where it does not. */
  vendorCost: bigint | null = null;
  /** What a vendor that counts prompts first has counted when its stream breaks off; null where it counts at the end. */
  promptUsage: (() => UsageRecord | null) | null = null;
  /** Of the first choice, in OpenAI's words. */
  finishReason: string | null = null;
  /** As the vendor reports it. */
  serviceTier: string | null = null;
  /** As the reply names the model. */
  servedModel: string | null = null;
  /** What that usage costs, worked out when it is first asked for. */
  cost: { readonly of: UsageRecord; readonly cost: Cost | null } | null = null;
  /** What all streams that the reply was made of cost; null where it was one. */
  costOfParts: { readonly cost: Cost | null } | null = null;
  /** Milliseconds from the start of the call to the first good frame or byte. */
  firstTokenMs: number | null = null;
  /** A stream that broke after its first byte. */
  breakage: GatewayError | null = null;
  private finished = false;
  private readonly endListeners: (() => void)[] = [];
  private readonly pieceListeners: ((bytes: Uint8Array) => void)[] = [];

  /** Calls once, when the last byte is about to leave or none will: what a listener writes is on disk before that. */
  onEnd(listener: () => void): void {
    if (this.finished) listener();
    else this.endListeners.push(listener);
  }

  /** Calls with every piece of a streamed reply, the last one before `onEnd`. */
  onPiece(listener: (bytes: Uint8Array) => void): void {
    this.pieceListeners.push(listener);
  }

  /** @throws what a listener throws */
  see(bytes: Uint8Array): void {
    for (const listener of this.pieceListeners) listener(bytes);
  }

  /** Tells all listeners, whatever one of them throws. */
  end(): void {
    if (this.finished) return;
    this.finished = true;
    this.usage ??= this.promptUsage?.() ?? null;
    for (const listener of this.endListeners) {
      try {
        listener();
      } catch (error) {
        logger.error('what follows the end of a reply failed', { err: error });
      }
    }
  }
}

/** How an answer ended, as its first choice says it, and how and by which model it was served. */
export interface Finish {
  readonly finishReason: string | null;
  readonly serviceTier: string | null;
  readonly servedModel: string | null;
}

export const NO_FINISH: Finish = { finishReason: null, serviceTier: null, servedModel: null };

const WORD = /^[\w.:-]{1,64}$/;
const MAX_WORD = 64;
const MODEL = /^[\w.:/@+ -]{1,256}$/;
const QUOTE = '"';

/** Of a reply or chunk that is parsed anyway. */
export function finishOf(reply: JsonObject): Finish {
  const [choice] = objectsOf(reply['choices']);
  return {
    finishReason: wordOf(choice?.['finish_reason']),
    serviceTier: wordOf(reply['service_tier']),
    servedModel: modelOf(reply['model']),
  };
}

/** Of a reply whose choices are not parsed: they may be long, and the finish reason is one word. */
export function finishOfBody(body: JsonBody): Finish {
  const choices = body.bytesOf('choices');
  return {
    finishReason: choices === undefined ? null : finishReasonInBytes(choices),
    serviceTier: wordOf(body.get('service_tier')),
    // Not parsed: a name that is spelled with escapes is not known.
    servedModel: modelOf(body.bytesOf('model')?.toString('latin1').slice(1, -1)),
  };
}

/** Only what follows the name becomes a text, for it nearly always stands behind all that the model wrote: 0.8 KB less. */
function finishReasonInBytes(json: Buffer): string | null {
  const at = json.indexOf(FINISH_REASON);
  return at < 1 ? null : finishReasonIn(json.toString('latin1', at - 1));
}

const FINISH_REASON = Buffer.from('finish_reason"');

/**
 * The first `finish_reason` in a JSON text that is not null. Quotes inside strings are escaped there, so what a model
 * writes about `"finish_reason"` is not taken for it.
 */
export function finishReasonIn(text: string): string | null {
  // Without its first quote, of which JSON is full: a search that begins with a rarer character is many times faster.
  const name = 'finish_reason"';
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + name.length)) {
    let next = at + name.length;
    while (text[next] === ' ' || text[next] === ':') next++;
    if (text[at - 1] !== QUOTE || text[next] !== QUOTE) continue;
    const end = text.indexOf(QUOTE, next + 1);
    return end < 0 || end - next > MAX_WORD + 1 ? null : wordOf(text.slice(next + 1, end));
  }
  return null;
}

export function wordOf(value: unknown): string | null {
  return typeof value === 'string' && WORD.test(value) ? value : null;
}

function modelOf(value: unknown): string | null {
  return typeof value === 'string' && MODEL.test(value) ? value : null;
}

/** Exact cost, worked out once; null where the usage or the price of a used unit is not known. */
export function priceReply(meter: ReplyMeter, target: Target, context: PricedContext): Cost | null {
  if (meter.costOfParts !== null) return meter.costOfParts.cost;
  const { usage } = meter;
  if (usage === null || target.account.costSource === 'vendor') return priceCounted(meter, target, context);
  if (meter.cost?.of !== usage) meter.cost = { of: usage, cost: priceCounted(meter, target, context) };
  return meter.cost.cost;
}

/** What was counted of an attempt, by the gateway or by the vendor, and what the vendor says that it cost. */
export type Counted = Readonly<Pick<ReplyMeter, 'usage' | 'vendorCost'> & Partial<Pick<ReplyMeter, 'serviceTier'>>>;

/** By the account's source of costs, and by no other: null where that does not know. */
export function priceCounted(counted: Counted, target: Target, context: PricedContext): Cost | null {
  const { usage, vendorCost, serviceTier = null } = counted;
  if (target.account.costSource !== 'vendor') return usage && priceUsage({ usage, serviceTier }, target, context);
  return vendorCost === null ? null : { pico: vendorCost, priceIds: [] };
}

type PricedContext = Pick<RequestContext, 'request' | 'startedAt' | 'snapshot'>;

/** What was counted of an answer, and how it was served. */
interface Served {
  readonly usage: UsageRecord;
  /** As the vendor reports it, which may be another tier than the one that was asked for. */
  readonly serviceTier: string | null;
}

/** Exact; null where the price of a used unit is not known. */
function priceUsage(
  { usage, serviceTier }: Served,
  { account, model }: Target,
  { request, startedAt: at, snapshot }: PricedContext,
): Cost | null {
  if (request?.endpoint.writesText === true && !isWhole(usage)) return null;
  const { id: providerId, vendor, pricingModelMap } = account;
  return costOfUsage(snapshot.prices, { vendor, model, pricingModelMap, providerId, serviceTier, at }, usage);
}

/**
 * What a reply used, in the units its endpoint is charged by: the vendor's own count where it gives one, else what can
 * be counted from request and reply without guessing. Null where nothing can.
 */
export function measureUsage(endpoint: EndpointSpec, body: JsonBody, reply: JsonObject | null): UsageRecord | null {
  const counted = reply === null ? null : (readOpenAiUsage(reply['usage']) ?? readDurationUsage(reply['usage']));
  return counted ?? endpoint.usageWithoutVendor?.(body, reply) ?? null;
}

/**
 * How long a finished reply waits for the length of its recording: as long as measuring may take, with the first start of
 * its thread on a busy machine. Past that its cost is not known.
 */
const MEASURED_WITHIN_MS = 5_000;

/**
 * The length of a recording, for a vendor that charges by it and may not count it; begun beside the call, for it may
 * take as long. Null where there is nothing to measure.
 */
export function beginMeasuring(
  { file, model }: UpstreamCall<JsonBody>,
  { id: providerId, vendor, pricingModelMap }: Target['account'],
  { prices, audioLength }: { readonly prices: PriceBook; readonly audioLength: AudioLength },
): Promise<UsageRecord | null> | null {
  if (file === undefined || !mayChargeBySecond(prices, { vendor, model, pricingModelMap, providerId })) return null;
  return audioLength.of(file).then(usageOfSeconds);
}

/** What was measured, if it comes soon. */
export async function measured(measuring: Promise<UsageRecord | null> | null): Promise<UsageRecord | null> {
  if (measuring === null) return null;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), MEASURED_WITHIN_MS);
  });
  try {
    return await Promise.race([measuring, late]);
  } finally {
    clearTimeout(timer);
  }
}
