import { InvalidRequestError } from '../../core/errors.js';
import { JsonBody } from '../../core/json-body.js';
import { JsonLimitError, JsonScanError } from '../../core/json-scan.js';
import { isJsonObject, type JsonObject } from '../../core/json.js';
import type { UploadedFile } from '../../providers/provider-strategy.js';
import type { EndpointSpec } from './endpoint-spec.js';
import type { GatewayRequest } from './gateway-request.js';
import { parseMetadataText, readTags } from './read-tags.js';

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
