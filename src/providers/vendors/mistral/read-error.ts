import { UpstreamError, type UpstreamFailure } from '../../../core/errors.js';
import {
  countOf,
  isJsonObject,
  type JsonObject,
  objectOf,
  objectsOf,
  parseObject,
  textOf,
} from '../../../core/json.js';
import { scrub } from '../../../core/scrub.js';
import { causeOf, MODEL_NOT_FOUND, refusalIn } from '../../failures/refusal-words.js';
import { readRetryAfterMs } from '../../failures/retry-after.js';
import { toFailure } from '../../failures/to-failure.js';
import type { VendorReply } from '../../provider-strategy.js';
import { vendorWords } from '../../vendor-words.js';
import type { MistralError, MistralFault, MistralReply } from './wire-types.js';

/** What an error says, in whichever of its shapes. */
interface ErrorDetails {
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
export function readError({ status, headers, body }: VendorReply): UpstreamFailure {
  return toMistralFailure(parseObject(body) ?? {}, status, readRetryAfterMs(headers));
}

/** An error in place of a completion or inside a stream. */
export function toUpstreamError(body: JsonObject): UpstreamError {
  return new UpstreamError({ ...toMistralFailure(body, null), vendorMessage: vendorWords(body) });
}

/** @param status of the HTTP reply; null takes the error's own */
function toMistralFailure(
  body: JsonObject,
  status: number | null,
  retryAfterMs: number | null = null,
): UpstreamFailure {
  const { error: nested }: MistralReply = body;
  const error: MistralError = isJsonObject(nested) ? nested : body;
  const details = readDetails(error);
  const code = status ?? countOf(error.raw_status_code) ?? 502;
  const cause = causeOf(code, details.message);
  const failure = toFailure(cause, code, details.message);
  if (cause === 'rate-limited' || cause === 'overloaded') return { ...failure, retryAfterMs };
  return cause === 'request-rejected' ? { ...failure, ...toRejection(code, details) } : failure;
}

function toRejection(status: number, { message, type, code, param }: ErrorDetails): Partial<UpstreamFailure> {
  // Mistral files an unknown model under 400.
  if (type === 'invalid_model' || code === '1500') return { status: 404, ...MODEL_NOT_FOUND };
  const kept = status === 404 || status === 413 ? status : 400;
  return { status: kept, code: code === '' ? null : code, param, ...refusalIn(message) };
}

function readDetails({ message, detail, type, code, param }: MistralError): ErrorDetails {
  const nested: MistralError = objectOf(message);
  const [fault]: readonly MistralFault[] = [...objectsOf(nested.detail), ...objectsOf(detail)];
  return {
    message: scrub(textOf(message) || textOf(detail) || textOf(nested.detail) || textOf(fault?.msg)),
    type: textOf(type),
    code: typeof code === 'number' ? String(code) : textOf(code),
    param: textOf(param) || toParam(fault?.loc),
  };
}

/** Names that the validator puts into a place for the variant it tried, not for a member. */
const VARIANTS: ReadonlySet<string> = new Set([
  ...['body', 'system', 'user', 'assistant', 'tool', 'str', 'text', 'image_url'],
]);

/** `["body", "messages", 0, "user", "content"]` → `messages[0].content`. */
function toParam(loc: unknown): string | null {
  if (!Array.isArray(loc)) return null;
  let param = '';
  for (const step of loc) {
    if (typeof step === 'number') param += `[${step}]`;
    else if (typeof step === 'string' && !VARIANTS.has(step) && /^\w+$/.test(step))
      param += param === '' ? step : `.${step}`;
  }
  return param === '' ? null : param;
}
