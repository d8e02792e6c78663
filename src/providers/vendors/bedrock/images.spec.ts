import type { JsonObject } from '../../../core/json.js';
import { images } from './images.js';

/** Any vendor JSON; only tests may trust it. */
type Wire = ReturnType<typeof JSON.parse>;

const adapter = images('https://host');
const NOVA = 'amazon.nova-canvas-v1:0';
const SDXL = 'stability.stable-diffusion-xl-v1';
const ULTRA = 'stability.stable-image-ultra-v1:1';

async function send(
  model: string,
  body: JsonObject,
  stream = false,
): Promise<{ json: Wire; dropped: readonly string[] }> {
  const { request, dropped } = await adapter.toRequest({
    endpoint: 'images/generations',
    model,
    stream,
    body: { prompt: 'A cat', ...body },
  });
  return { json: JSON.parse(Buffer.from(request.body as Uint8Array).toString()), dropped };
}

const read = (model: string, body: JsonObject): Wire =>
  adapter.fromResponse(body, { model, fallbackId: 'x', created: 7, request: {}, headers: {} });

describe('images of Bedrock', () => {
  it('are asked of Titan and Nova in pixels', async () => {
    const { json, dropped } = await send(NOVA, {
      n: 2,
      size: '1024x512',
      quality: 'hd',
      seed: 3,
      style: 'vivid',
      response_format: 'b64_json',
    });
    expect(json).toEqual({
      taskType: 'TEXT_IMAGE',
      textToImageParams: { text: 'A cat' },
      imageGenerationConfig: { numberOfImages: 2, width: 1024, height: 512, quality: 'premium', seed: 3 },
    });
    expect(dropped).toEqual(['style']);
  });

  it('are asked of Stability in pixels or as a ratio', async () => {
    expect((await send(SDXL, { size: '512x512' })).json).toEqual({
      text_prompts: [{ text: 'A cat', weight: 1 }],
      width: 512,
      height: 512,
    });
    const { json, dropped } = await send(ULTRA, { size: '1792x1008', output_format: 'png' });
    expect(json).toEqual({ prompt: 'A cat', aspect_ratio: '16:9', output_format: 'png' });
    // The ratio is as asked, the number of pixels is the model's own.
    expect(dropped).toEqual(['size']);
    expect((await send(ULTRA, { size: 'auto' })).json).toEqual({ prompt: 'A cat' });
  });

  it.each<[string, string, JsonObject]>([
    ['n', NOVA, { n: 6 }],
    ['n', ULTRA, { n: 2 }],
    ['response_format', NOVA, { response_format: 'url' }],
    ['size', ULTRA, { size: '1000x999' }],
    ['size', NOVA, { size: 'big' }],
    ['prompt', NOVA, { prompt: '' }],
  ])('refuse %s on %s', async (param, model, body) => {
    await expect(send(model, body)).rejects.toMatchObject({ status: 400, param });
  });

  it('do not stream, and are made by image models only', async () => {
    await expect(send(NOVA, {}, true)).rejects.toMatchObject({ param: 'stream' });
    await expect(send('us.amazon.nova-lite-v1:0', {})).rejects.toMatchObject({ code: 'unsupported_endpoint' });
  });

  it.each<[string, JsonObject]>([
    [NOVA, { images: ['AA', 'BB'] }],
    [
      SDXL,
      {
        artifacts: [
          { base64: 'AA', finishReason: 'SUCCESS' },
          { base64: 'BB', finishReason: 'SUCCESS' },
        ],
      },
    ],
    [ULTRA, { images: ['AA', 'XX', 'BB'], finish_reasons: [null, 'Filter reason: prompt', null] }],
  ])('come from %s', (model, body) => {
    expect(read(model, body)).toEqual({ created: 7, data: [{ b64_json: 'AA' }, { b64_json: 'BB' }] });
  });

  it.each<[string, JsonObject]>([
    [SDXL, { artifacts: [{ base64: 'AA', finishReason: 'CONTENT_FILTERED' }] }],
    [ULTRA, { images: ['AA'], finish_reasons: ['Filter reason: prompt'] }],
    [ULTRA, { finish_reasons: ['Filter reason: prompt'] }],
    [NOVA, { images: [], error: 'blocked' }],
  ])('that %s filtered are a refusal', (model, body) => {
    expect(() => read(model, body)).toThrow(expect.objectContaining({ status: 400, code: 'content_policy_violation' }));
  });

  it('that are not there are no answer', () => {
    expect(() => read(NOVA, { message: 'no' })).toThrow(expect.objectContaining({ kind: 'invalid-response' }));
  });
});
