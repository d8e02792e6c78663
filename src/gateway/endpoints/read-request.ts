import type { IncomingMessage } from 'node:http';
import { InvalidRequestError, UnsupportedContentTypeError } from '../../core/errors.js';
import { JsonBody, type JsonReading } from '../../core/json-body.js';
import { scanJsonObject } from '../../core/json-scan.js';
import { JsonLimitError, JsonScanError } from '../../core/json-scan-error.js';
import { isJsonObject, type JsonObject, type JsonValue } from '../../core/json.js';
import type { UploadedFile } from '../../providers/provider-strategy.js';
import type { EndpointSpec } from './endpoint-spec.js';
import type { GatewayRequest } from './gateway-request.js';

/**
 * The caller's bytes → what the gateway itself needs to know of them, checked by hand in microseconds. Everything else
 * in the body is between the caller and the vendor.
 *
 * @throws InvalidRequestError `invalid_json`, or `invalid_request` with `param`
 */
export function readRequest(endpoint: EndpointSpec, bytes: Buffer, configHeader: string | null): GatewayRequest {
  const body = parseBody(bytes);
  const { stream } = endpoint.read(body);
  return toGatewayRequest({ endpoint, body, stream, file: null, configHeader });
}

/** The same for a form. */
export function readFormRequest(
  endpoint: EndpointSpec,
  form: { readonly fields: JsonObject; readonly file: UploadedFile | null },
  configHeader: string | null,
): GatewayRequest {
  const { fields, file } = form;
  const written = JsonBody.of(fields);
  const { stream } = endpoint.read(written);
  const { metadata } = fields;
  const body = typeof metadata === 'string' ? written.with({ metadata: parseMetadataText(metadata) }) : written;
  return toGatewayRequest({ endpoint, body, stream, file, configHeader });
}

function toGatewayRequest(
  read: Pick<GatewayRequest, 'endpoint' | 'body' | 'stream' | 'file' | 'configHeader'>,
): GatewayRequest {
  const { endpoint, body, stream, file, configHeader } = read;
  const tags = readTags(body);
  const user = readUser(body);
  const model = readModel(body);
  const fallbackModels = readFallbackModels(body);
  const [first = null, ...rest] = fallbackModels;
  return {
    endpoint,
    body,
    file,
    model: model ?? first,
    fallbackModels: model === null ? rest : fallbackModels,
    stream,
    includeUsage: readIncludeUsage(body, stream),
    tags,
    user,
    subject: tags['userId'] ?? user,
    configHeader,
  };
}

/** Far beyond what a long conversation with many tools takes; a parser takes some hundred milliseconds for as many. */
const LIMITS = { members: 256, values: 250_000, scalars: 1_000_000 };
/** Members that the gateway itself looks into, none of which has reason to be long. */
const SHORT_MEMBERS = ['stream', 'stream_format', 'stream_options', 'user', 'store', 'size', 'quality'] as const;
const SHORT_BYTES = 4 * 1024;

/** @throws InvalidRequestError `invalid_json`, or where it is too complex */
export function parseBody(bytes: Buffer): JsonBody {
  const body = JsonBody.parse(bytes, READING);
  for (const name of SHORT_MEMBERS) {
    if (body.lengthOf(name) <= SHORT_BYTES) continue;
    throw new InvalidRequestError(`${name} is too long: it takes ${SHORT_BYTES} bytes.`, name);
  }
  return body;
}

function toRefusal(error: JsonScanError): InvalidRequestError {
  if (error instanceof JsonLimitError) {
    return new InvalidRequestError(`The JSON body of your request is too complex: ${error.message}.`);
  }
  return new InvalidRequestError(
    `We could not parse the JSON body of your request: ${error.message}. The body must be one JSON object.`,
    null,
    'invalid_json',
  );
}

const READING: JsonReading = { limits: LIMITS, refuse: toRefusal };

const MAX_MODEL = 256;
/** JSON may spell any character as an escape. */
const BYTES_PER_CHARACTER = 7;

function readModel(body: JsonBody): string | null {
  // What is too long in bytes is too long in characters, and not worth parsing.
  const isTooLong = body.lengthOf('model') > MAX_MODEL * BYTES_PER_CHARACTER;
  const model = isTooLong ? '' : body.get('model');
  if (model === undefined || model === null) return null;
  if (isTooLong || (typeof model === 'string' && model.length > MAX_MODEL)) {
    throw new InvalidRequestError(`model must be at most ${MAX_MODEL} characters long.`, 'model');
  }
  if (typeof model !== 'string' || model === '')
    throw new InvalidRequestError('model must be a non-empty string.', 'model');
  return model;
}

function readUser(body: JsonBody): string | null {
  const user = body.get('user');
  return typeof user === 'string' && user !== '' ? user : null;
}

const MAX_MODELS = 10;

/**
 * `models`, where it names providers of the gateway: a list without any `@` is the vendor's own, as OpenRouter has one.
 * @throws InvalidRequestError
 */
function readFallbackModels(body: JsonBody): readonly string[] {
  if (!body.has('models')) return [];
  const isTooLong = (body.bytesOf('models')?.length ?? 0) > MAX_MODELS * MAX_MODEL * BYTES_PER_CHARACTER;
  const models = isTooLong ? null : body.get('models');
  if (isTooLong) throw tooManyModels();
  if (!Array.isArray(models) || !models.some(isDirect)) return [];
  if (models.length > MAX_MODELS) throw tooManyModels();
  return models.map((model, index) => {
    if (isDirect(model) && model.length <= MAX_MODEL) return model;
    throw new InvalidRequestError(
      `models[${index}] must be "@<provider slug>/<model>", as the others are.`,
      `models[${index}]`,
    );
  });
}

function isDirect(model: JsonValue | undefined): model is string {
  return typeof model === 'string' && model.startsWith('@');
}

function tooManyModels(): InvalidRequestError {
  return new InvalidRequestError(`models takes ${MAX_MODELS} names of ${MAX_MODEL} characters at most.`, 'models');
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

/**
 * Looks only at the headers: call it before reading.
 * @throws UnsupportedContentTypeError for another type, and for a compressed body
 */
export function assertContentType(request: IncomingMessage, wanted: 'application/json' | 'multipart/form-data'): void {
  const { 'content-type': sent, 'content-encoding': encoding } = request.headers;
  const type = sent?.split(';', 1)[0]?.trim().toLowerCase();
  if (type !== wanted) {
    const but =
      sent === undefined ? 'sent no Content-Type header' : `specified the header 'Content-Type: ${sent.slice(0, 100)}'`;
    throw new UnsupportedContentTypeError(
      `Unsupported content type. This API method only accepts '${wanted}' requests, but you ${but}.`,
    );
  }
  if (encoding !== undefined && encoding.toLowerCase() !== 'identity') {
    throw new UnsupportedContentTypeError(
      `Unsupported content encoding '${encoding.slice(0, 40)}'. Send the body uncompressed.`,
    );
  }
}

const MAX_TAGS = 16;
const MAX_TAG_NAME = 64;
const MAX_TAG_VALUE = 512;
/** Bytes of the longest tags with every character written as an escape, white space included. */
const MAX_TAG_BYTES = 64 * 1024;
const TAG_LIMITS = { members: MAX_TAGS, values: 10 * MAX_TAGS, scalars: MAX_TAGS };

/**
 * `metadata`, within OpenAI's own limits for it. Entries are counted in the bytes, before anything is made of them.
 * @throws InvalidRequestError
 */
function readTags(body: JsonBody): Record<string, string> {
  const tags = Object.create(null) as Record<string, string>;
  const bytes = body.bytesOf('metadata');
  if (bytes === undefined) return tags;
  assertFewTags(bytes, body.firstByteOf('metadata') === OPEN_BRACE);
  const metadata = body.get('metadata');
  if (metadata === undefined || metadata === null) return tags;
  if (!isJsonObject(metadata)) throw new InvalidRequestError('metadata must be an object of strings.', 'metadata');
  for (const [name, value] of Object.entries(metadata)) {
    const param = `metadata.${name.slice(0, MAX_TAG_NAME)}`;
    if (typeof value !== 'string') throw new InvalidRequestError(`${param} must be a string.`, param);
    if (name.length > MAX_TAG_NAME || value.length > MAX_TAG_VALUE) {
      throw new InvalidRequestError(
        `${param} is too long: names take ${MAX_TAG_NAME} characters, values ${MAX_TAG_VALUE}.`,
        param,
      );
    }
    tags[name] = value;
  }
  return tags;
}

/**
 * A form's `metadata`. Clients send its members as fields, `metadata[plan]`; by hand it is easier as one text of JSON.
 * @throws InvalidRequestError
 */
function parseMetadataText(text: string): JsonValue | undefined {
  if (text === '') return undefined;
  if (text.length > MAX_TAG_BYTES) throw tooManyTags();
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    throw new InvalidRequestError('metadata must be an object of strings.', 'metadata');
  }
}

const OPEN_BRACE = 0x7b;

function assertFewTags(bytes: Buffer, isObject: boolean): void {
  if (bytes.length > MAX_TAG_BYTES) throw tooManyTags();
  if (!isObject) return;
  try {
    scanJsonObject(bytes, TAG_LIMITS);
  } catch (error) {
    if (error instanceof JsonScanError) throw tooManyTags();
    throw error;
  }
}

function tooManyTags(): InvalidRequestError {
  return new InvalidRequestError(
    `metadata takes at most ${MAX_TAGS} entries, names of ${MAX_TAG_NAME} and values of ${MAX_TAG_VALUE} characters.`,
    'metadata',
  );
}

/** @throws InvalidRequestError */
export function requireMember(body: JsonBody, name: string): void {
  if (!body.has(name)) throw new InvalidRequestError(`Missing required parameter: '${name}'.`, name);
}

/** @throws InvalidRequestError */
export function requireText(body: JsonBody, name: string): void {
  requireMember(body, name);
  if (typeof body.get(name) !== 'string') {
    throw new InvalidRequestError(`Invalid type for '${name}': expected a string.`, name);
  }
}

/** @throws InvalidRequestError */
export function readBoolean(body: JsonBody, name: string): boolean {
  const value = body.get(name);
  if (value === undefined || value === null || value === false) return false;
  if (value === true) return true;
  throw new InvalidRequestError(`${name} must be true or false.`, name);
}
