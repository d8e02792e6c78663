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
import { readRetryAfterMs } from '../openai-compatible/retry-after.js';
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
  if (code === 401 || code === 403) return credentialsRejected(code);
  if (code === 402) {
    return { kind: 'quota-exhausted', message: 'The quota or balance of the account at the provider is used up.' };
  }
  if (code === 429) {
    const message = complaint.message || "The provider's rate limit is reached.";
    return { kind: 'rate-limited', message, retryAfterMs };
  }
  if (code === 408 || code === 504) {
    return { kind: 'timeout', message: `The provider took too long to answer (${code}).` };
  }
  if (code >= 500) {
    return { kind: 'overloaded', message: `The provider failed or is overloaded (${code}).`, retryAfterMs };
  }
  if (code < 400) {
    return { kind: 'invalid-response', message: `The provider answered with status ${code}, which is no answer.` };
  }
  return requestRejected(code, complaint);
}

function credentialsRejected(code: number): UpstreamFailure {
  const message =
    code === 403
      ? 'The provider does not allow the account that this gateway uses to make this call (403).'
      : 'The provider refused the credentials that this gateway holds for it (401).';
  return { kind: 'credentials-rejected', message };
}

function requestRejected(code: number, { message, type, code: word, param }: Complaint): UpstreamFailure {
  const text = message || `The provider refused the request (${code}).`;
  // Mistral files an unknown model under 400.
  if (type === 'invalid_model' || word === '1500') {
    return { kind: 'request-rejected', status: 404, code: 'model_not_found', param: 'model', message: text };
  }
  const failure: UpstreamFailure = {
    kind: 'request-rejected',
    status: code === 404 || code === 413 ? code : 400,
    code: word === '' ? null : word,
    param,
    message: text,
  };
  return TOO_LONG.test(text) ? { ...failure, code: 'context_length_exceeded', param: 'messages' } : failure;
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
