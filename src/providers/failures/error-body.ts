import { scrub } from '../../core/scrub.js';
import { readRetryAfterMs, readRetryInfoMs } from './retry-after.js';
import { isJsonObject, objectOf, parseJson, type JsonObject, type JsonValue } from '../../core/json.js';

/** The parts of an error body; null where it has none. */
export interface ErrorBody {
  /** Free of keys and account ids. */
  readonly message: string | null;
  readonly code: string | null;
  readonly type: string | null;
  readonly param: string | null;
  /** Where the body says when to come back, and not the headers. */
  readonly retryAfterMs: number | null;
}

const NOTHING: ErrorBody = { message: null, code: null, type: null, param: null, retryAfterMs: null };

/**
 * Reads an error body in the shapes that OpenAI-like hosts use: `{error: {…}}`, `{error: "text", code}`, `{message}`,
 * `{detail}` (a text or FastAPI's list), `{errors: […]}`, one of these in an array, plain text. HTML pages and empty
 * bodies have no message.
 */
export function readErrorBody(text: string): ErrorBody {
  const json = parseJson(text);
  if (json === undefined) return isPlainText(text) ? { ...NOTHING, message: scrub(text) } : NOTHING;
  return readErrorJson(Array.isArray(json) ? json[0] : json);
}

/** The same of a body or stream frame that is parsed already. */
export function readErrorJson(json: JsonValue | undefined): ErrorBody {
  if (typeof json === 'string') return { ...NOTHING, message: scrub(json) };
  if (!isJsonObject(json)) return NOTHING;
  const { error } = json;
  if (isJsonObject(error)) return fromMembers(error);
  if (typeof error === 'string') return { ...fromMembers(json), message: scrub(error) };
  if (Array.isArray(json['errors']) && isJsonObject(json['errors'][0])) return fromMembers(json['errors'][0]);
  return Array.isArray(json['detail']) ? fromValidation(json['detail']) : fromMembers(json);
}

function fromMembers(error: JsonObject): ErrorBody {
  const message = hiddenReason(error) ?? text(error['message']) ?? text(error['detail']);
  return {
    message: message === null ? null : scrub(message),
    code: readCode(error['code']),
    type: text(error['type']),
    param: text(error['param']),
    retryAfterMs: readRetryInfoMs(error['details']) ?? readRetryAfterMs(hiddenHeaders(error)),
  };
}

/** OpenRouter's message is "Provider returned error"; the reason stands in `metadata`. */
function hiddenReason({ metadata }: JsonObject): string | null {
  return isJsonObject(metadata) ? text(metadata['raw']) : null;
}

/** Where OpenRouter shows the limits of its free models. */
function hiddenHeaders({ metadata }: JsonObject): Record<string, string> {
  const headers = Object.entries(objectOf(objectOf(metadata)['headers']));
  return Object.fromEntries(headers.map(([name, value]) => [name.toLowerCase(), text(value) ?? '']));
}

/** FastAPI: `{detail: [{loc: ["body", "messages", 0], msg, type}]}`. */
function fromValidation(detail: readonly JsonValue[]): ErrorBody {
  const first = detail.find(isJsonObject);
  const message = text(first?.['msg']);
  const loc = first?.['loc'];
  return {
    ...NOTHING,
    message: message === null ? null : scrub(message),
    param: Array.isArray(loc) ? toParam(loc) : null,
  };
}

/** `["body", "messages", 0, "role"]` → `messages[0].role` */
function toParam(loc: readonly JsonValue[]): string | null {
  let param = '';
  for (const step of loc) {
    if (typeof step === 'number') param += `[${step}]`;
    else if (typeof step === 'string' && step !== 'body') param += param === '' ? step : `.${step}`;
  }
  return param === '' ? null : param;
}

/** A number or a bare status ("401") adds nothing to the status. */
function readCode(code: JsonValue | undefined): string | null {
  const named = text(code);
  return named === null || /^\d{3}$/.test(named) ? null : named;
}

function text(value: JsonValue | undefined): string | null {
  return typeof value === 'string' && value.trim() !== '' ? value : null;
}

function isPlainText(body: string): boolean {
  const trimmed = body.trim();
  return trimmed !== '' && trimmed.length <= 500 && !trimmed.startsWith('<') && !trimmed.startsWith('{');
}
