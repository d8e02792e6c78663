import type { JsonObject, JsonValue } from '../core/json.js';
import type { AttemptRecord, RequestLogRecord } from './log-record.js';

/**
 * What a record may hold, at most: everything in it that callers, vendors or administrators write is cut to this. Names
 * that other parts of the gateway limit anyway fit in here. Lengths are characters as JavaScript counts them.
 */
export const RECORD_LIMITS = {
  name: 256,
  model: 256,
  code: 128,
  message: 2_000,
  attemptMessage: 1_000,
  attemptReason: 32,
  tags: 16,
  tagName: 64,
  tagValue: 512,
  attempts: 32,
  droppedParams: 64,
  droppedParam: 128,
  usageMembers: 32,
  /** Bytes of a request's or a reply's text as the journal spells it. */
  bodyBytes: 384 * 1024,
  /** Bytes of a whole record in the journal. What is above adds up to less. */
  recordBytes: 1_536 * 1024,
} as const;

type TextMember = {
  [Member in keyof RequestLogRecord]: RequestLogRecord[Member] extends string | null ? Member : never;
}[keyof RequestLogRecord];

const { name, model, code, message } = RECORD_LIMITS;
const TEXTS: readonly (readonly [TextMember, number])[] = [
  ['endpoint', name],
  ['environment', name],
  ['secret', name],
  ['client', name],
  ['session_id', name],
  ['subject_hash', code],
  ['trace_id', code],
  ['config_revision', code],
  ['config', name],
  ['variant', name],
  ['provider', name],
  ['vendor', name],
  ['model_requested', model],
  ['model', model],
  ['served_model', model],
  ['error_code', code],
  ['error_message', message],
  ['finish_reason', code],
  ['service_tier', code],
  ['upstream_request_id', name],
  ['cost_source', code],
];

/** The same record where it keeps within the limits, as nearly all do, else one that does. */
export function boundRecord(record: RequestLogRecord): RequestLogRecord {
  const bounded: Partial<RequestLogRecord> = {
    cost: boundCost(record.cost),
    vendor_cost: boundCost(record.vendor_cost),
    wasted_cost: boundCost(record.wasted_cost),
    usage: record.usage && boundUsage(record.usage),
    tags: boundTags(record.tags),
    attempts: record.attempts && boundAttempts(record.attempts),
    dropped_params: boundNames(record.dropped_params),
    request_body: record.request_body && boundBody(record.request_body),
    response_body: record.response_body && boundBody(record.response_body),
  };
  const texts = boundTexts(record);
  const counts = boundCounts(record);
  const isWithin = texts === null && counts === null && PARTS.every((part) => bounded[part] === record[part]);
  return isWithin ? record : { ...record, ...bounded, ...texts, ...counts };
}

const PARTS = [
  ...(['cost', 'vendor_cost', 'wasted_cost', 'usage', 'tags'] as const),
  ...(['attempts', 'dropped_params', 'request_body', 'response_body'] as const),
] as const;

function boundTexts(record: RequestLogRecord): Partial<Record<TextMember, string>> | null {
  const cuts: Partial<Record<TextMember, string>> = {};
  let isCut = false;
  for (const [member, limit] of TEXTS) {
    const text = record[member];
    if (typeof text !== 'string' || text.length <= limit) continue;
    cuts[member] = cut(text, limit);
    isCut = true;
  }
  return isCut ? cuts : null;
}

const CUT = '…';

/** Shortens a text and shows that it was; never leaves half a character behind. */
export function cut(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const last = text.charCodeAt(limit - 2);
  const isHalf = last >= 0xd800 && last <= 0xdbff;
  return text.slice(0, limit - (isHalf ? 2 : 1)) + CUT;
}

const COUNTS = [
  'input_tokens',
  'cache_read_tokens',
  'cache_write_tokens',
  'output_tokens',
  'reasoning_tokens',
] as const satisfies readonly (keyof RequestLogRecord)[];

/** A vendor's number that is no count becomes null, so that the rest of the record is kept. */
function boundCounts(record: RequestLogRecord): Partial<Record<(typeof COUNTS)[number], null>> | null {
  const unknown: Partial<Record<(typeof COUNTS)[number], null>> = {};
  let isAny = false;
  for (const member of COUNTS) {
    const count = record[member];
    if (count === null || (Number.isSafeInteger(count) && count >= 0)) continue;
    unknown[member] = null;
    isAny = true;
  }
  return isAny ? unknown : null;
}

/** What `numeric(24, 12)` can hold. */
export const COST = /^\d{1,12}(\.\d{1,12})?$/;

function boundCost(cost: string | null): string | null {
  return cost !== null && COST.test(cost) ? cost : null;
}

function boundUsage(usage: JsonObject): JsonObject {
  if (isUsageWithin(usage)) return usage;
  const members = Object.entries(usage);
  const kept = members.slice(0, RECORD_LIMITS.usageMembers);
  return Object.fromEntries(kept.map(([unit, used]) => [cut(unit, code), boundUsed(used)]));
}

function isUsageWithin(usage: JsonObject): boolean {
  let members = 0;
  for (const unit in usage) {
    if (++members > RECORD_LIMITS.usageMembers || unit.length > code || !isUsable(usage[unit])) return false;
  }
  return true;
}

function isUsable(used: JsonValue | undefined): boolean {
  if (typeof used === 'string') return used.length <= code;
  return typeof used === 'number' && used >= 0 && used <= Number.MAX_SAFE_INTEGER;
}

function boundUsed(used: JsonValue | undefined): JsonValue {
  if (typeof used === 'string') return cut(used, code);
  return used !== undefined && isUsable(used) ? used : null;
}

function boundTags(tags: JsonObject): JsonObject {
  if (areTagsWithin(tags)) return tags;
  const entries = Object.entries(tags);
  return Object.fromEntries(
    entries
      .slice(0, RECORD_LIMITS.tags)
      .map(([key, value]) => [cut(key, RECORD_LIMITS.tagName), typeof value === 'string' ? cutTag(value) : null]),
  );
}

function areTagsWithin(tags: JsonObject): boolean {
  let count = 0;
  for (const key in tags) {
    if (++count > RECORD_LIMITS.tags || key.length > RECORD_LIMITS.tagName || !isShort(tags[key])) return false;
  }
  return true;
}

function isShort(value: JsonValue | undefined): boolean {
  return typeof value === 'string' && value.length <= RECORD_LIMITS.tagValue;
}

function cutTag(value: string): string {
  return cut(value, RECORD_LIMITS.tagValue);
}

/** The first ones and, where there are too many, the last one: how it began and how it ended. */
function boundAttempts(attempts: readonly AttemptRecord[]): readonly AttemptRecord[] {
  const last = attempts.at(-1);
  const isTooMany = attempts.length > RECORD_LIMITS.attempts;
  if (!isTooMany && attempts.every(isAttemptWithin)) return attempts;
  const kept = isTooMany && last !== undefined ? [...attempts.slice(0, RECORD_LIMITS.attempts - 1), last] : attempts;
  return kept.map((attempt) => boundMembers(attempt));
}

function isAttemptWithin(attempt: AttemptRecord): boolean {
  return Object.entries(attempt).every(
    ([member, value]) => typeof value !== 'string' || value.length <= limitOf(member),
  );
}

/** Of an attempt its message may be long, and why it was made is a word; everything else is a name. */
function limitOf(member: string): number {
  if (member === 'message') return RECORD_LIMITS.attemptMessage;
  return member === 'reason' || member === 'because' ? RECORD_LIMITS.attemptReason : name;
}

function boundMembers<Members extends object>(members: Members): Members {
  const bounded = { ...members };
  for (const [member, value] of Object.entries(bounded)) {
    if (typeof value === 'string') Object.assign(bounded, { [member]: cut(value, limitOf(member)) });
  }
  return bounded;
}

function boundNames(names: readonly string[]): readonly string[] {
  const { droppedParams, droppedParam } = RECORD_LIMITS;
  if (names.length <= droppedParams && names.every((each) => each.length <= droppedParam)) return names;
  const kept = names.slice(0, droppedParams).map((each) => cut(each, droppedParam));
  return names.length > droppedParams ? [...kept, `${CUT} and ${names.length - droppedParams} more`] : kept;
}

const CUT_BODY = '… [cut]';

/** By its length in the journal, where a control character takes six bytes. */
function boundBody(body: string): string {
  // Three bytes a character at most, but for those that are escaped; most bodies need no closer look.
  if (body.length * 6 <= RECORD_LIMITS.bodyBytes || bytesOf(body) <= RECORD_LIMITS.bodyBytes) return body;
  let length = Math.floor((body.length * RECORD_LIMITS.bodyBytes) / bytesOf(body));
  while (bytesOf(body.slice(0, length)) > RECORD_LIMITS.bodyBytes - CUT_BODY.length * 3)
    length = Math.floor(length * 0.9);
  return body.slice(0, length) + CUT_BODY;
}

function bytesOf(text: string): number {
  return Buffer.byteLength(JSON.stringify(text));
}
