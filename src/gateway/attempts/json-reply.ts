import type { Endpoint } from '../../core/endpoints.js';
import { UpstreamError } from '../../core/errors.js';
import { JsonBody } from '../../core/json-body.js';
import { JsonScanError } from '../../core/json-scan.js';
import { isJsonObject } from '../../core/json.js';

/**
 * A vendor's 200 as JSON, or the refusal of one that is no answer: HTML, garbage, nothing, an `error` object. A text
 * under that name is for the vendor's own mapper: some report single filtered images so.
 * @throws UpstreamError `invalid-response`
 */
export function readJsonReply(bytes: Buffer): JsonBody {
  let body: JsonBody;
  try {
    body = JsonBody.parse(bytes);
  } catch (error) {
    if (!(error instanceof JsonScanError)) throw error;
    throw noAnswer(bytes.length === 0 ? 'an empty reply' : 'something that is not a JSON object');
  }
  if (isJsonObject(body.get('error'))) throw noAnswer('an error inside a successful reply');
  return body;
}

const OPEN_BRACKET = 0x5b;
const ANSWER_LISTS: Readonly<Partial<Record<Endpoint, string>>> = {
  'chat/completions': 'choices',
  completions: 'choices',
  embeddings: 'data',
  'images/generations': 'data',
};

/** For vendors of OpenAI's format. @throws UpstreamError where there is an error, or no member that holds the answer */
export function assertAnswers(endpoint: Endpoint, body: JsonBody): void {
  const failure = body.get('error');
  if (failure !== undefined && failure !== null) throw noAnswer('an error inside a successful reply');
  const list = ANSWER_LISTS[endpoint];
  if (list !== undefined && body.firstByteOf(list) !== OPEN_BRACKET) throw noAnswer(`a reply without '${list}'`);
}

export function noAnswer(what: string): UpstreamError {
  return new UpstreamError({ kind: 'invalid-response', message: `The provider answered with ${what}.` });
}
