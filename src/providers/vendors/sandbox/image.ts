import { createHash } from 'node:crypto';
import { crc32, deflateSync } from 'node:zlib';
import type { JsonObject, JsonValue } from '../../../core/json.js';
import { eventAnswer, jsonAnswer, SandboxError, type Answer } from './answer.js';
import { countParameter } from './chat-request.js';
import { CREATED, tokenUsage } from './wording.js';

const DEFAULT_SIZE = '256x256';
const MAX_EDGE = 2_048;
const BANDS = 8;
/** OpenAI's counts are by size and quality; here every picture is the same. */
const TOKENS_PER_IMAGE = 100;

/**
 * Answers an image generation: coloured stripes that depend on the prompt, a real PNG of the size asked for, as base64
 * or as a data URI. With `stream` the partial images are its upper parts.
 *
 * @throws SandboxError
 */
export function answerImages(body: JsonObject): Answer {
  const { prompt } = body;
  if (typeof prompt !== 'string' || prompt === '') {
    throw new SandboxError(400, 'missing_required_parameter', "Missing required parameter: 'prompt'.", 'prompt');
  }
  if (body['output_format'] !== undefined && body['output_format'] !== null && body['output_format'] !== 'png') {
    throw new SandboxError(400, 'invalid_value', 'The sandbox draws png only.', 'output_format');
  }
  const { width, height } = readSize(body['size']);
  const n = countParameter(body, 'n', 1, 10);
  const usage = imageUsage(prompt, n);
  const draw = (index: number, visible = 1) =>
    drawStripes(`${prompt}#${index}`, width, height, visible).toString('base64');
  if (body['stream'] === true) return streamImages(body, (visible) => draw(0, visible), usage);
  const data = Array.from({ length: n }, (_, index) => {
    const base64 = draw(index);
    const place = body['response_format'] === 'url' ? { url: `data:image/png;base64,${base64}` } : { b64_json: base64 };
    return { ...place, revised_prompt: `[sandbox] ${prompt}` };
  });
  return jsonAnswer({ created: CREATED, data, output_format: 'png', size: `${width}x${height}`, usage });
}

function streamImages(body: JsonObject, draw: (visible: number) => string, usage: JsonObject): Answer {
  const asked = body['partial_images'] ?? 0;
  const count = asked === 0 ? 0 : countParameter(body, 'partial_images', 1, 3);
  const partial = Array.from({ length: count }, (_, index) => ({
    type: 'image_generation.partial_image',
    partial_image_index: index,
    b64_json: draw((index + 1) / (count + 1)),
    created_at: CREATED,
  }));
  const completed = { type: 'image_generation.completed', b64_json: draw(1), created_at: CREATED, usage };
  return eventAnswer([...partial, completed]);
}

function readSize(size: JsonValue | undefined): { readonly width: number; readonly height: number } {
  const text = typeof size === 'string' && size !== 'auto' ? size : DEFAULT_SIZE;
  const [, width = 0, height = 0] = (/^(\d{1,4})x(\d{1,4})$/.exec(text) ?? []).map(Number);
  if (width >= 1 && height >= 1 && width <= MAX_EDGE && height <= MAX_EDGE) return { width, height };
  throw new SandboxError(
    400,
    'invalid_value',
    `Invalid 'size': it must be WIDTHxHEIGHT, up to ${MAX_EDGE} each.`,
    'size',
  );
}

/** @param visible how much of the height is drawn, 0 to 1; the rest is the first colour */
function drawStripes(seed: string, width: number, height: number, visible: number): Buffer {
  const palette = createHash('sha256')
    .update(seed)
    .digest()
    .subarray(0, BANDS * 3);
  const blank = new Uint8Array(width);
  const stripes = blank.map((_, x) => Math.floor((x * BANDS) / width));
  const rows = Array.from({ length: height }, (_, y) => (y < height * visible ? stripes : blank));
  return encodePng(width, height, rows, palette, '[sandbox] made offline, by no model');
}

function imageUsage(prompt: string, n: number): JsonObject {
  const { prompt_tokens: input = 0 } = tokenUsage([prompt], []);
  const output = n * TOKENS_PER_IMAGE;
  const details = { text_tokens: input, image_tokens: 0 };
  return {
    input_tokens: input,
    output_tokens: output,
    total_tokens: Number(input) + output,
    input_tokens_details: details,
  };
}

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const PALETTE_COLOURS = 3;

/**
 * A picture of one byte a pixel, as a PNG.
 * @param palette red, green, blue of each colour
 * @param comment stored in the file, which may be found without its context
 * @see https://www.w3.org/TR/png-3/
 */
function encodePng(
  width: number,
  height: number,
  rows: readonly Uint8Array[],
  palette: Uint8Array,
  comment: string,
): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, PALETTE_COLOURS, 0, 0, 0], 8);
  // Every row starts with its filter: none.
  const pixels = Buffer.concat(rows.flatMap((row) => [Buffer.of(0), row]));
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    chunk('tEXt', Buffer.from(`Comment\0${comment}`, 'latin1')),
    chunk('PLTE', Buffer.from(palette)),
    chunk('IDAT', deflateSync(pixels, { level: 1 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, content: Buffer): Buffer {
  const typed = Buffer.concat([Buffer.from(type, 'latin1'), content]);
  const framed = Buffer.alloc(typed.length + 8);
  framed.writeUInt32BE(content.length, 0);
  framed.set(typed, 4);
  framed.writeUInt32BE(crc32(typed), typed.length + 4);
  return framed;
}
