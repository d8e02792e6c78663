import type { JsonBody } from '../../../core/json-body.js';
import type { JsonObject, JsonValue } from '../../../core/json.js';
import { mapObjects } from '../../formats/openai-chat/map-choices.js';

const NAME = Buffer.from('"embedding"');
const COLON = 0x3a;
const OPEN_BRACKET = 0x5b;
const QUOTE = 0x22;

/**
 * Embeddings in the encoding that was asked for: OpenAI's clients ask for base64 and read whatever comes as that, and
 * many hosts know numbers only. The reply's own bytes where the encoding is right, seen by its first vector.
 *
 * @see https://platform.openai.com/docs/api-reference/embeddings/create#embeddings_create-encoding_format
 */
export function repairEmbeddings(reply: JsonBody, request: JsonBody): JsonBody {
  const asked = request.get('encoding_format') === 'base64' ? QUOTE : OPEN_BRACKET;
  const begins = firstVectorByte(reply.bytes);
  if (begins === asked || (begins !== QUOTE && begins !== OPEN_BRACKET)) return reply;
  const data = reply.get('data');
  if (!Array.isArray(data)) return reply;
  return reply.with({ data: mapObjects(data, asked === QUOTE ? withBase64 : withNumbers) });
}

/**
 * First byte of the value of the first member `embedding`. The name also occurs as a value, `"object": "embedding"`.
 */
function firstVectorByte(bytes: Buffer): number | undefined {
  for (let at = bytes.indexOf(NAME); at >= 0; at = bytes.indexOf(NAME, at + NAME.length)) {
    let next = skipSpace(bytes, at + NAME.length);
    if (bytes[next] !== COLON) continue;
    next = skipSpace(bytes, next + 1);
    return bytes[next];
  }
  return undefined;
}

function skipSpace(bytes: Buffer, from: number): number {
  let at = from;
  while (bytes[at] === 0x20 || bytes[at] === 0x0a || bytes[at] === 0x0d || bytes[at] === 0x09) at++;
  return at;
}

/** 32-bit floats, little-endian. */
function withBase64(item: JsonObject): JsonObject {
  const vector = item['embedding'];
  if (!Array.isArray(vector) || !vector.every((value): value is number => typeof value === 'number')) return item;
  const bytes = Buffer.allocUnsafe(vector.length * 4);
  vector.forEach((value, at) => bytes.writeFloatLE(value, at * 4));
  return { ...item, embedding: bytes.toString('base64') };
}

function withNumbers(item: JsonObject): JsonObject {
  const text = item['embedding'];
  if (typeof text !== 'string') return item;
  const bytes = Buffer.from(text, 'base64');
  const vector: JsonValue[] = [];
  for (let at = 0; at + 4 <= bytes.length; at += 4) vector.push(bytes.readFloatLE(at));
  return { ...item, embedding: vector };
}
