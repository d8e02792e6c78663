import type { Endpoint } from '../../core/endpoints.js';
import { UpstreamError } from '../../core/errors.js';
import { JsonBody } from '../../core/json-body.js';
import { JsonScanError } from '../../core/json-scan.js';
import type { JsonObject } from '../../core/json.js';
import { readOpenAiUsage, type UsageRecord } from '../../core/usage.js';
import type { UpstreamBody } from '../../providers/transport/transport.js';

/** Larger than any answer of the six endpoints, small enough to hold a few of. */
const MAX_REPLY_BYTES = 64 * 1024 * 1024;

/** @throws UpstreamError `unreachable` where the connection broke before the whole reply was in */
export async function readWhole(body: UpstreamBody, onProgress: () => void): Promise<Buffer> {
  try {
    return await body.bytes(MAX_REPLY_BYTES, onProgress);
  } catch (error) {
    if (error instanceof UpstreamError && error.kind === 'stream-broken') {
      throw new UpstreamError({ kind: 'unreachable', message: error.message }, { cause: error });
    }
    throw error;
  }
}

/**
 * A vendor's 200 as JSON, or the refusal of one that is no answer: HTML, garbage, nothing, an `error` object.
 * @throws UpstreamError `invalid-response`
 */
export function readJsonReply(bytes: Buffer): JsonBody {
  let body: JsonBody;
  try {
    body = JsonBody.parse(bytes);
  } catch (error) {
    if (!(error instanceof JsonScanError)) throw error;
    throw noAnswer(bytes.length === 0 ? 'an empty reply' : 'something that is not JSON');
  }
  const failure = body.get('error');
  if (failure !== undefined && failure !== null) throw noAnswer('an error inside a successful reply');
  return body;
}

const OPEN_BRACKET = 0x5b;
const ANSWER_LISTS: Readonly<Partial<Record<Endpoint, string>>> = {
  'chat/completions': 'choices',
  completions: 'choices',
  embeddings: 'data',
  'images/generations': 'data',
};

/** @throws UpstreamError where the member that holds the answer is missing */
export function assertAnswers(endpoint: Endpoint, body: JsonBody): void {
  const list = ANSWER_LISTS[endpoint];
  if (list !== undefined && body.firstByteOf(list) !== OPEN_BRACKET) throw noAnswer(`a reply without '${list}'`);
}

export function usageOf(
  body: JsonBody,
  read: ((body: JsonObject) => UsageRecord | null) | undefined,
): UsageRecord | null {
  return read?.(body.toObject()) ?? readOpenAiUsage(body.get('usage'));
}

function noAnswer(what: string): UpstreamError {
  return new UpstreamError({ kind: 'invalid-response', message: `The provider answered with ${what}.` });
}
