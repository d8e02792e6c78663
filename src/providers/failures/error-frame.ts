import { isJsonObject, type JsonObject, type JsonValue } from '../../core/json.js';

/**
 * The error of a frame inside a stream, undefined where the frame is none: `{error: …}`, and hosts that write the error
 * itself, `{object: "error", message, code}`.
 */
export function errorInFrame(frame: JsonObject): JsonValue | undefined {
  const { error, object, type } = frame;
  if (error !== undefined && error !== null) return error;
  return object === 'error' || type === 'error' ? frame : undefined;
}

/** By the names that hosts give to errors; the first that fits counts. */
const STATUSES: readonly (readonly [RegExp, number])[] = [
  [/rate.?limit|too.?many.?requests|throttl|^requests$|^tokens$/i, 429],
  [/quota|balance|billing|credits|payment/i, 402],
  [/authentication|unauthori[sz]ed|api.?key/i, 401],
  [/permission|forbidden/i, 403],
  [/not.?found/i, 404],
  [/too.?large/i, 413],
  [/time.?out/i, 504],
  [/context.?length|content.?(?:filter|policy)|moderation|inspection|sensitive|invalid.?prompt|unsupported/i, 400],
  [/invalid.?request|bad.?request|validation/i, 400],
];

/**
 * The status that a reply with this error would have had: the one that the vendor writes into it (Groq's `status_code`, a
 * number as OpenRouter's `code`), else by its `code` or `type`. 500 where nothing tells: it is the vendor's fault then.
 */
export function statusOfError(error: JsonValue): number {
  if (!isJsonObject(error)) return 500;
  const { code, type } = error;
  const stated = [error['status_code'], error['status'], code].map(Number).find(isErrorStatus);
  return stated ?? statusByName(code) ?? statusByName(type) ?? 500;
}

function isErrorStatus(value: number): boolean {
  return Number.isInteger(value) && value >= 400 && value < 600;
}

function statusByName(name: JsonValue | undefined): number | undefined {
  return typeof name === 'string' ? STATUSES.find(([pattern]) => pattern.test(name))?.[1] : undefined;
}
