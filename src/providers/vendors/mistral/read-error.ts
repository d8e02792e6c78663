import type { UpstreamFailure } from '../../../core/errors.js';
import {
  countOf,
  isJsonObject,
  type JsonObject,
  type JsonValue,
  objectOf,
  objectsOf,
  parseObject,
  textOf,
} from '../../../core/json.js';
import { scrub } from '../../../core/scrub.js';
import { readRetryAfterMs } from '../../failures/retry-after.js';
import { CONTEXT_TOO_LONG, mapStatus, MODEL_NOT_FOUND, toFailure } from '../../failures/to-failure.js';
import type { VendorReply } from '../../provider-strategy.js';

const TOO_LONG = /too large for model|exceeds? (?:the )?(?:model'?s )?maximum context|maximum context length/i;

/** What Mistral says, in whichever of its shapes. */
interface Complaint {
  readonly message: string;
  readonly type: string;
  readonly code: string;
  readonly param: string | null;
}

/**
 * A non-2xx reply of Mistral. Its errors have four shapes: `{object: "error", message, type, code, raw_status_code}`,
 * FastAPI's `{detail: […]}` with the place of each fault, the same inside `message`, and `{detail: "text"}`.
 *
 * @see https://docs.mistral.ai/api/
 */
export function readMistralError({ status, headers, body }: VendorReply): UpstreamFailure {
  return toMistralFailure(parseObject(body) ?? {}, status, readRetryAfterMs(headers));
}

/**
 * An error object by itself: it also comes inside streams.
 *
 * @param status of the HTTP reply; null takes the error's own
 */
export function toMistralFailure(
  json: JsonObject,
  status: number | null,
  retryAfterMs: number | null = null,
): UpstreamFailure {
  const error = isJsonObject(json['error']) ? json['error'] : json;
  const complaint = readComplaint(error);
  const code = status ?? countOf(error['raw_status_code']) ?? 502;
  const cause = mapStatus(code);
  const failure = toFailure(cause, code, complaint.message);
  if (cause === 'rate-limited' || cause === 'overloaded') return { ...failure, retryAfterMs };
  return cause === 'request-rejected' ? { ...failure, ...detailsOf(code, complaint) } : failure;
}

function detailsOf(status: number, { message, type, code, param }: Complaint): Partial<UpstreamFailure> {
  // Mistral files an unknown model under 400.
  if (type === 'invalid_model' || code === '1500') return { status: 404, ...MODEL_NOT_FOUND };
  const kept = status === 404 || status === 413 ? status : 400;
  return { status: kept, code: code === '' ? null : code, param, ...(TOO_LONG.test(message) && CONTEXT_TOO_LONG) };
}

function readComplaint(json: JsonObject): Complaint {
  const { message, detail } = json;
  const faults = objectsOf(objectOf(message)['detail']).concat(objectsOf(detail));
  const text = textOf(message) || textOf(detail) || textOf(objectOf(message)['detail']) || textOf(faults[0]?.['msg']);
  const { code } = json;
  return {
    message: scrub(text),
    type: textOf(json['type']),
    code: typeof code === 'number' ? String(code) : textOf(code),
    param: textOf(json['param']) || toParam(faults[0]?.['loc']),
  };
}

/** Names that the validator puts into a place for the variant it tried, not for a member. */
const VARIANTS: ReadonlySet<string> = new Set([
  'body',
  'system',
  'user',
  'assistant',
  'tool',
  'str',
  'text',
  'image_url',
]);

/** `["body", "messages", 0, "user", "content"]` → `messages[0].content`. */
function toParam(loc: JsonValue | undefined): string | null {
  if (!Array.isArray(loc)) return null;
  let param = '';
  for (const step of loc) {
    if (typeof step === 'number') param += `[${step}]`;
    else if (typeof step === 'string' && !VARIANTS.has(step) && /^\w+$/.test(step))
      param += param === '' ? step : `.${step}`;
  }
  return param === '' ? null : param;
}
