import type { Endpoint } from '../../core/endpoints.js';
import { InvalidRequestError } from '../../core/errors.js';
import { JsonBody } from '../../core/json-body.js';
import { JsonLimitError, JsonScanError } from '../../core/json-scan.js';
import { isJsonObject, type JsonObject } from '../../core/json.js';
import type { UploadedFile } from '../../providers/provider-strategy.js';
import type { GatewayRequest } from './gateway-request.js';
import { parseMetadataText, readTags } from './read-tags.js';

/**
 * The caller's bytes → what the gateway itself needs to know of them, checked by hand in microseconds. Everything else
 * in the body is between the caller and the vendor.
 *
 * @throws InvalidRequestError `invalid_json`, or `invalid_request` with `param`
 */
export function readRequest(endpoint: Endpoint, bytes: Buffer, configHeader: string | null): GatewayRequest {
  const body = parseBody(bytes);
  checkRequired(endpoint, body);
  const stream = endpoint === 'audio/speech' ? body.get('stream_format') === 'sse' : readBoolean(body, 'stream');
  return toGatewayRequest(endpoint, body, stream, configHeader, null);
}

/** The same for a form: its fields are texts, and one that is empty says nothing. */
export function readFormRequest(
  endpoint: Endpoint,
  form: { readonly fields: JsonObject; readonly file: UploadedFile | null },
  configHeader: string | null,
): GatewayRequest {
  const { stream = '', metadata } = form.fields;
  if (stream !== '' && stream !== 'true' && stream !== 'false') {
    throw new InvalidRequestError('stream must be true or false.', 'stream');
  }
  const fields = typeof metadata === 'string' ? { ...form.fields, metadata: parseMetadataText(metadata) } : form.fields;
  return toGatewayRequest(endpoint, JsonBody.of(fields), stream === 'true', configHeader, form.file);
}

function toGatewayRequest(
  endpoint: Endpoint,
  body: JsonBody,
  stream: boolean,
  configHeader: string | null,
  file: UploadedFile | null,
): GatewayRequest {
  const tags = readTags(body);
  const user = body.get('user');
  return {
    endpoint,
    body,
    file,
    model: readModel(body),
    stream,
    includeUsage: readIncludeUsage(body, stream),
    tags,
    subject: tags['userId'] ?? (typeof user === 'string' && user !== '' ? user : null),
    configHeader,
  };
}

const REQUIRED: Readonly<Record<Endpoint, string | null>> = {
  'chat/completions': 'messages',
  completions: 'prompt',
  embeddings: 'input',
  'images/generations': 'prompt',
  'audio/speech': 'input',
  'audio/transcriptions': null,
};
const TEXT_INPUTS: ReadonlySet<Endpoint> = new Set(['images/generations', 'audio/speech']);

/** What no vendor can do without; its inside is the vendor's to judge. */
function checkRequired(endpoint: Endpoint, body: JsonBody): void {
  const name = REQUIRED[endpoint];
  if (name === null) return;
  if (!body.has(name)) throw new InvalidRequestError(`Missing required parameter: '${name}'.`, name);
  if (endpoint === 'chat/completions') checkMessages(body);
  if (TEXT_INPUTS.has(endpoint) && typeof body.get(name) !== 'string') {
    throw new InvalidRequestError(`Invalid type for '${name}': expected a string.`, name);
  }
}

/** Far beyond what a long conversation with many tools takes; a parser takes some hundred milliseconds for as many. */
const LIMITS = { members: 256, values: 250_000, scalars: 1_000_000 };
/** Members that the gateway itself looks into, none of which has reason to be long. */
const SHORT_MEMBERS = ['stream', 'stream_format', 'stream_options', 'user', 'store', 'size', 'quality'] as const;
const SHORT_BYTES = 4 * 1024;

function parseBody(bytes: Buffer): JsonBody {
  const body = scanBody(bytes);
  for (const name of SHORT_MEMBERS) {
    if (!body.has(name) || (body.bytesOf(name)?.length ?? 0) <= SHORT_BYTES) continue;
    throw new InvalidRequestError(`${name} is too long: it takes ${SHORT_BYTES} bytes.`, name);
  }
  return body;
}

function scanBody(bytes: Buffer): JsonBody {
  try {
    return JsonBody.parse(bytes, LIMITS);
  } catch (error) {
    if (error instanceof JsonLimitError) {
      throw new InvalidRequestError(`The JSON body of your request is too complex: ${error.message}.`);
    }
    if (!(error instanceof JsonScanError)) throw error;
    throw new InvalidRequestError(
      `We could not parse the JSON body of your request: ${error.message}. The body must be one JSON object.`,
      null,
      'invalid_json',
    );
  }
}

const MAX_MODEL = 256;
/** JSON may spell any character as an escape. */
const BYTES_PER_CHARACTER = 7;

function readModel(body: JsonBody): string | null {
  // What is too long in bytes is too long in characters, and not worth parsing.
  const isTooLong = (body.bytesOf('model')?.length ?? 0) > MAX_MODEL * BYTES_PER_CHARACTER;
  const model = isTooLong ? '' : body.get('model');
  if (model === undefined || model === null) return null;
  if (isTooLong || (typeof model === 'string' && model.length > MAX_MODEL)) {
    throw new InvalidRequestError(`model must be at most ${MAX_MODEL} characters long.`, 'model');
  }
  if (typeof model !== 'string' || model === '')
    throw new InvalidRequestError('model must be a non-empty string.', 'model');
  return model;
}

function readBoolean(body: JsonBody, name: string): boolean {
  const value = body.get(name);
  if (value === undefined || value === null || value === false) return false;
  if (value === true) return true;
  throw new InvalidRequestError(`${name} must be true or false.`, name);
}

const OPEN_BRACKET = 0x5b;
const OPEN_BRACE = 0x7b;

/** Only the outside of `messages`: its inside is the vendor's to judge, and large. */
function checkMessages(body: JsonBody): void {
  if (body.firstByteOf('messages') !== OPEN_BRACKET) {
    throw new InvalidRequestError("Invalid type for 'messages': expected an array of messages.", 'messages');
  }
  const first = body.firstByteInside('messages');
  if (first !== OPEN_BRACE) {
    throw new InvalidRequestError("'messages' must hold at least one message, and each must be an object.", 'messages');
  }
}

function readIncludeUsage(body: JsonBody, stream: boolean): boolean {
  const options = body.get('stream_options');
  if (options === undefined || options === null) return false;
  if (!isJsonObject(options)) throw new InvalidRequestError('stream_options must be an object.', 'stream_options');
  if (!stream) {
    throw new InvalidRequestError(
      "The 'stream_options' parameter is only allowed when 'stream' is true.",
      'stream_options',
    );
  }
  const include = options['include_usage'];
  if (include !== undefined && include !== null && typeof include !== 'boolean') {
    throw new InvalidRequestError(
      'stream_options.include_usage must be true or false.',
      'stream_options.include_usage',
    );
  }
  return include === true;
}
