import { isJsonObject, parseJson, type JsonObject, type JsonValue } from '../core/json.js';
import { scrub } from '../core/scrub.js';
import { readErrorJson } from './failures/error-body.js';
import { errorInFrame, statusOfError } from './failures/error-frame.js';
import { mapStatus, toFailure } from './failures/to-failure.js';
import type { ProviderConnection, VendorReply } from './provider-strategy.js';
import type { UpstreamFailure } from '../core/errors.js';

const MAX_LENGTH = 1_000;

/** A refusal as a failure, with the vendor's own message for the administrator. */
export function readRefusal(connection: Pick<ProviderConnection, 'readError'>, reply: VendorReply): UpstreamFailure {
  const cause = mapStatus(reply.status);
  // These two mean the same for every vendor and for any proxy in between.
  const isPlain = cause === 'invalid-response' || cause === 'quota-exhausted';
  const failure = isPlain ? toFailure(cause, reply.status) : connection.readError(reply);
  return { ...failure, vendorMessage: vendorWords(reply.body) };
}

/** An error inside a stream as the failure that the same error would be as a reply; null where the frame is none. */
export function readErrorFrame(
  connection: Pick<ProviderConnection, 'readError'>,
  frame: JsonObject,
): UpstreamFailure | null {
  const error = errorInFrame(frame);
  if (error === undefined) return null;
  const reply = { status: statusOfError(error), headers: {}, body: JSON.stringify({ error }) };
  const failure = readRefusal(connection, reply);
  if (failure.kind !== 'overloaded') return failure;
  const words = failure.vendorMessage ?? 'no words';
  return { ...failure, message: `The provider reported an error in its stream: ${words}` };
}

/**
 * A vendor's own sentence about what went wrong, for administrators only: on one line, masked and at most 1,000
 * characters long. The sentence of an error body in any usual shape, else the body itself, of a web page its text.
 * Null where there is none.
 */
export function vendorWords(reply: JsonValue | undefined): string | null {
  const parsed = typeof reply === 'string' ? parseJson(reply) : reply;
  const json = parsed === undefined ? reply : parsed;
  const sentence = typeof json === 'string' ? withoutMarkup(json) : (sentenceOf(json) ?? JSON.stringify(json ?? ''));
  // Cut before the patterns search it, since a host may send any length.
  const line = scrub(sentence.slice(0, 4 * MAX_LENGTH))
    .replace(/\s+/g, ' ')
    .trim();
  if (/^(|""|\{\}|\[\])$/.test(line)) return null;
  return line.length > MAX_LENGTH ? `${line.slice(0, MAX_LENGTH - 1)}…` : line;
}

function sentenceOf(json: JsonValue | undefined): string | null {
  const first = Array.isArray(json) ? json[0] : json;
  // What identity servers say beside their one-word error, and AWS's older spelling.
  for (const name of ['error_description', 'Message']) {
    const value = isJsonObject(first) ? first[name] : null;
    if (typeof value === 'string' && value !== '') return value;
  }
  return readErrorJson(first).message;
}

function withoutMarkup(text: string): string {
  return text.trimStart().startsWith('<')
    ? text
        .slice(0, 16 * MAX_LENGTH)
        .replace(/<(script|style)\b[\s\S]*?<\/\1>/gi, ' ')
        .replace(/<[^<>]*>/g, ' ')
    : text;
}
