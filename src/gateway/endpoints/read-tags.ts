import { InvalidRequestError } from '../../core/errors.js';
import type { JsonBody } from '../../core/json-body.js';
import { JsonScanError, scanJsonObject } from '../../core/json-scan.js';
import { isJsonObject, type JsonValue } from '../../core/json.js';

const MAX_TAGS = 16;
const MAX_TAG_NAME = 64;
const MAX_TAG_VALUE = 512;
/** What the longest tags take where every character is spelt as an escape, with room for white space. */
const MAX_BYTES = 64 * 1024;
const LIMITS = { members: MAX_TAGS, values: 10 * MAX_TAGS, scalars: MAX_TAGS };

/**
 * `metadata`, within OpenAI's own limits for it. Entries are counted in the bytes, before anything is made of them.
 * @throws InvalidRequestError
 */
export function readTags(body: JsonBody): Record<string, string> {
  const tags = Object.create(null) as Record<string, string>;
  const bytes = body.bytesOf('metadata');
  if (bytes === undefined) return tags;
  assertSmall(bytes, body.firstByteOf('metadata') === OPEN_BRACE);
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
export function parseMetadataText(text: string): JsonValue | undefined {
  if (text === '') return undefined;
  if (text.length > MAX_BYTES) throw tooMuch();
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    throw new InvalidRequestError('metadata must be an object of strings.', 'metadata');
  }
}

const OPEN_BRACE = 0x7b;

function assertSmall(bytes: Buffer, isObject: boolean): void {
  if (bytes.length > MAX_BYTES) throw tooMuch();
  if (!isObject) return;
  try {
    scanJsonObject(bytes, LIMITS);
  } catch (error) {
    if (error instanceof JsonScanError) throw tooMuch();
    throw error;
  }
}

function tooMuch(): InvalidRequestError {
  return new InvalidRequestError(
    `metadata takes at most ${MAX_TAGS} entries, names of ${MAX_TAG_NAME} and values of ${MAX_TAG_VALUE} characters.`,
    'metadata',
  );
}
