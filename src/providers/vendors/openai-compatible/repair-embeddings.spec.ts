import { JsonBody } from '../../../core/json-body.js';
import type { JsonValue } from '../../../core/json.js';
import { repairEmbeddings } from './repair-embeddings.js';

const NUMBERS = [0.5, -1.25, 3];
const BASE64 = Buffer.from(new Float32Array(NUMBERS).buffer).toString('base64');
const reply = (embedding: JsonValue) =>
  JsonBody.of({
    object: 'list',
    data: [0, 1].map((index) => ({ object: 'embedding', index, embedding })),
    usage: { prompt_tokens: 2 },
  });
const asks = (format?: string) => JsonBody.of({ input: 'x', ...(format && { encoding_format: format }) });

describe('embeddings', () => {
  it.each([
    ['base64', NUMBERS, BASE64],
    ['float', BASE64, NUMBERS],
    [undefined, BASE64, NUMBERS],
  ])('asked for as %s come as such', (format, sent, due) => {
    const repaired = repairEmbeddings(reply(sent), asks(format));
    expect(repaired.toObject()).toEqual(reply(due).toObject());
    expect(JSON.parse(repaired.bytes.toString())).toEqual(reply(due).toObject());
  });

  it.each([
    ['base64', BASE64],
    ['float', NUMBERS],
    [undefined, NUMBERS],
  ])('that come as %s was asked are left alone', (format, sent) => {
    const body = reply(sent);
    expect(repairEmbeddings(body, asks(format))).toBe(body);
  });

  it('are left alone where they are neither', () => {
    for (const embedding of [null, { a: 1 }, ['a', 'b']]) {
      const body = reply(embedding);
      expect(repairEmbeddings(body, asks('base64')).toObject()).toEqual(body.toObject());
    }
  });
});
